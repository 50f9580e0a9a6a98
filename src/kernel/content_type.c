/* What is in a file, by its first bytes; of the types that are zip archives, by the names in their directory. Nothing
 * is unpacked. */
#include "kernel/content_type.h"
#include "base/buf.h"

#define OOXML "application/vnd.openxmlformats-officedocument."
#define OASIS "application/vnd.oasis.opendocument."

const char *const content_media_types[] = {"application/pdf",
                                           OOXML "wordprocessingml.document",
                                           OOXML "spreadsheetml.sheet",
                                           OOXML "presentationml.presentation",
                                           OASIS "text",
                                           OASIS "spreadsheet",
                                           OASIS "presentation",
                                           "text/plain",
                                           "text/csv",
                                           "text/markdown",
                                           "text/calendar",
                                           "message/rfc822",
                                           "image/png",
                                           "image/jpeg",
                                           "image/gif",
                                           "image/webp",
                                           "image/svg+xml",
                                           "application/zip",
                                           NULL};

enum { HEAD = 4096, END_RECORD = 22, END_MOST = END_RECORD + 65535, DIRECTORY_MOST = 1 << 20, ENTRY = 46, LOCAL = 30 };

static struct str head_of(const struct content_file *file, char room[HEAD])
{
    int64_t size = content_file_size(file);
    size_t n = size < HEAD ? (size_t)size : HEAD;
    return content_file_bytes(file, 0, room, n) ? (struct str){room, n} : (struct str){room, 0};
}

static bool begins(const struct content_file *file, const struct content_type *type)
{
    char room[HEAD];
    return str_starts(head_of(file, room), str_of(type->mark));
}

static bool is_webp(const struct content_file *file, const struct content_type *type)
{
    char room[HEAD];
    struct str head = head_of(file, room);
    return str_starts(head, S("RIFF")) && str_starts(str_part(head, 8, head.n), str_of(type->mark));
}

static bool is_text(const struct content_file *file, const struct content_type *type)
{
    (void)type;
    return content_file_is_text(file);
}

/* Text whose first word, past a byte order mark and blanks, is the mark. */
static bool is_marked_text(const struct content_file *file, const struct content_type *type)
{
    char room[HEAD];
    struct str head = head_of(file, room);
    if (str_starts(head, S("\xEF\xBB\xBF")))
        head = str_part(head, 3, head.n);
    return content_file_is_text(file) && str_starts(str_trim(head), str_of(type->mark));
}

static bool is_svg(const struct content_file *file, const struct content_type *type)
{
    char room[HEAD];
    return is_marked_text(file, type) && str_contains(head_of(file, room), S("<svg"));
}

/* A message begins with the name of a header: letters, digits and hyphens up to a colon. */
static bool is_message(const struct content_file *file, const struct content_type *type)
{
    char room[HEAD];
    struct str head = head_of(file, room);
    ptrdiff_t colon = str_find(head, type->mark[0]);
    for (ptrdiff_t i = 0; i < colon; i++) {
        char c = head.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'))
            return false;
    }
    return colon > 0 && content_file_is_text(file);
}

/* ---- zip archives (APPNOTE 4.3) ---- */

static uint32_t number(const unsigned char *p, int bytes)
{
    uint32_t n = 0;
    for (int i = bytes - 1; i >= 0; i--)
        n = n << 8 | p[i];
    return n;
}

/* The archive's directory in `arena`; p NULL when there is none. What is beyond a mebibyte of it is not looked at. */
static struct str directory_of(struct arena *arena, const struct content_file *file)
{
    int64_t size = content_file_size(file);
    size_t tail = size < END_MOST ? (size_t)size : END_MOST;
    unsigned char *end = arena_alloc(arena, tail);
    if (!end || tail < END_RECORD || !content_file_bytes(file, size - (int64_t)tail, end, tail))
        return (struct str){NULL, 0};
    for (size_t at = tail - END_RECORD + 1; at-- > 0;) {
        if (memcmp(end + at, "PK\5\6", 4) != 0 || number(end + at + 20, 2) != tail - END_RECORD - at)
            continue;
        uint32_t n = number(end + at + 12, 4), offset = number(end + at + 16, 4);
        if ((int64_t)n + offset > size - (int64_t)(tail - at))
            return (struct str){NULL, 0};
        n = n > DIRECTORY_MOST ? DIRECTORY_MOST : n;
        char *directory = arena_alloc(arena, n);
        bool read = directory && content_file_bytes(file, offset, directory, n);
        return read ? (struct str){directory, n} : (struct str){NULL, 0};
    }
    return (struct str){NULL, 0};
}

/* Whether some entry's name begins (or ends) like that. */
static bool has_entry(struct str directory, struct str name, bool at_end)
{
    size_t at = 0;
    while (at + ENTRY <= directory.n && memcmp(directory.p + at, "PK\1\2", 4) == 0) {
        const unsigned char *entry = (const unsigned char *)directory.p + at;
        size_t named = number(entry + 28, 2), more = number(entry + 30, 2) + number(entry + 32, 2);
        struct str found = str_part(directory, at + ENTRY, named);
        if (at_end ? str_ends(found, name) : str_starts(found, name))
            return true;
        at += ENTRY + named + more;
    }
    return false;
}

static bool with_directory(const struct content_file *file, const struct content_type *type,
                           bool (*judge)(struct str directory, const struct content_type *type))
{
    char room[HEAD];
    struct arena *arena = str_starts(head_of(file, room), S("PK\3\4")) ? arena_new(0) : NULL;
    struct str directory = arena ? directory_of(arena, file) : (struct str){NULL, 0};
    bool fits = directory.p && judge(directory, type);
    arena_free(arena);
    return fits;
}

static bool any_archive(struct str directory, const struct content_type *type)
{
    (void)type;
    return directory.n > 0;
}

static bool is_archive(const struct content_file *file, const struct content_type *type)
{
    return with_directory(file, type, any_archive);
}

/* Programs inside make it a file of another ending, which is not taken. */
static bool office_archive(struct str directory, const struct content_type *type)
{
    return has_entry(directory, S("[Content_Types].xml"), false) && has_entry(directory, str_of(type->mark), false) &&
           !has_entry(directory, S("vbaProject.bin"), true);
}

static bool is_office(const struct content_file *file, const struct content_type *type)
{
    return with_directory(file, type, office_archive);
}

/* OpenDocument 1.3 part 2, 3.3: the first entry is "mimetype", not packed, and holds the type. */
static bool is_open_document(const struct content_file *file, const struct content_type *type)
{
    char room[HEAD];
    struct str head = head_of(file, room);
    if (head.n < LOCAL || !is_archive(file, type))
        return false;
    const unsigned char *local = (const unsigned char *)head.p;
    size_t named = number(local + 26, 2), more = number(local + 28, 2), size = number(local + 22, 4);
    struct str held = str_part(head, LOCAL + named + more, size);
    return str_is(str_part(head, LOCAL, named), "mimetype") && str_is(held, type->media_type);
}

/* ---- the table ---- */

static const struct content_type types[] = {
    {"pdf", "application/pdf", begins, "%PDF-"},
    {"docx", OOXML "wordprocessingml.document", is_office, "word/"},
    {"xlsx", OOXML "spreadsheetml.sheet", is_office, "xl/"},
    {"pptx", OOXML "presentationml.presentation", is_office, "ppt/"},
    {"odt", OASIS "text", is_open_document, NULL},
    {"ods", OASIS "spreadsheet", is_open_document, NULL},
    {"odp", OASIS "presentation", is_open_document, NULL},
    {"txt", "text/plain", is_text, NULL},
    {"csv", "text/csv", is_text, NULL},
    {"md", "text/markdown", is_text, NULL},
    {"ics", "text/calendar", is_marked_text, "BEGIN:VCALENDAR"},
    {"eml", "message/rfc822", is_message, ":"},
    {"png", "image/png", begins, "\x89PNG\r\n\x1a\n"},
    {"jpg", "image/jpeg", begins, "\xFF\xD8\xFF"},
    {"jpeg", "image/jpeg", begins, "\xFF\xD8\xFF"},
    {"gif", "image/gif", begins, "GIF8"},
    {"webp", "image/webp", is_webp, "WEBP"},
    {"svg", "image/svg+xml", is_svg, "<"},
    {"zip", "application/zip", is_archive, NULL},
};
enum { TYPES = sizeof types / sizeof *types };

const struct content_type *content_type_of_name(struct str name)
{
    size_t dot = name.n;
    while (dot > 0 && name.p[dot - 1] != '.')
        dot--;
    for (size_t i = 0; i < TYPES && dot > 1; i++)
        if (str_eq_nocase(str_part(name, dot, name.n), str_of(types[i].ending)))
            return &types[i];
    return NULL;
}

const struct content_type *content_type_of_media(struct str media_type)
{
    struct str rest = media_type, type = media_type;
    if (media_type.p)
        (void)str_cut(&rest, ';', &type);
    for (size_t i = 0; i < TYPES; i++)
        if (str_eq_nocase(str_trim(type), str_of(types[i].media_type)))
            return &types[i];
    return NULL;
}

struct str content_endings(struct arena *arena)
{
    struct buf out = buf_init(arena, 0);
    for (size_t i = 0; i < TYPES; i++)
        buf_printf(&out, "%s%s", i ? ", " : "", types[i].ending);
    return buf_str(&out);
}
