/* pages.h: handlers of the registry's pages of single records; their routes are in engine.c. */
#ifndef ENGINES_REGISTRY_PAGES_H
#define ENGINES_REGISTRY_PAGES_H
#include "kernel/route.h"

enum err organisation_page(struct request *request, struct reply *reply);
enum err person_page(struct request *request, struct reply *reply);
enum err agreement_page(struct request *request, struct reply *reply);
enum err forum_page(struct request *request, struct reply *reply);
enum err forum_invitation_page(struct request *request, struct reply *reply);
enum err document_page(struct request *request, struct reply *reply);
enum err document_content(struct request *request, struct reply *reply);
enum err document_upload(struct request *request, struct reply *reply);
#endif
