/* mustache_node.h: a parsed template, between mustache_parse.c and mustache_render.c. */
#ifndef BASE_MUSTACHE_NODE_H
#define BASE_MUSTACHE_NODE_H
#include "base/str.h"

enum node_kind { NODE_TEXT, NODE_NAME, NODE_RAW, NODE_SECTION, NODE_INVERTED, NODE_PARTIAL, NODE_PARENT, NODE_BLOCK };

struct node {
    enum node_kind kind;
    bool line_start;  /* the first thing on its line: indentation goes before it */
    bool standalone;  /* the tag has its line, or lines, to itself */
    bool dynamic;     /* the name of a partial or parent stands under this name in the context */
    struct str text;  /* the text, or the name */
    struct str *path; /* the name taken apart at its dots; "." has none */
    size_t path_count;
    /* Partial, parent: the white space before a standalone tag. Block: how far its content is moved in, by its first
     * line or else by its tag. */
    struct str indent;
    struct node *next, *first; /* first: what a section, block or parent holds */
};

struct mustache {
    struct node *first;
};
#endif
