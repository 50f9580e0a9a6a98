#include "base/message.h"
#include "base/mustache.h"
#include "base/mustache_node.h"

/* Three steps: the text is cut into tokens, of which none goes beyond a line end; lines that hold nothing but tags lose
 * their white space; the tokens become a tree. */

enum { NESTING_MAX = 64 };

struct token {
    char type; /* the tag's sign; 't' text, 'v' a plain name, '!' what leaves nothing behind */
    bool line_start, standalone, dynamic;
    char opener; /* of '/': the sign of the tag that it closes */
    uint32_t line;
    size_t from, to; /* place in the template */
    size_t match;    /* of an opening tag: the token that closes it */
    struct str text; /* the text, or the name */
    struct str indent;
};

struct parser {
    struct arena *arena;
    struct problems *problems;
    struct str text, open, close;
    bool raw_allowed, wrong, memory;
    struct token *tokens;
    size_t count, size;
    size_t stack[NESTING_MAX], depth; /* opening tags that are not closed yet */
    size_t at;
    uint32_t line;
};

static void say(struct parser *p, const char *key, uint32_t line, struct str name)
{
    p->wrong = true;
    if (!p->problems)
        return;
    struct arena *a = p->problems->arena;
    struct value *args = message_args(a, "line", value_int(a, line), "name", value_text(a, name), NULL);
    if (problem_say(p->problems, pointer_index(a, S(""), line), key, args) == ERR_MEMORY)
        p->memory = true;
}

/* ---- Tokens ---- */

static struct token *add_token(struct parser *p, char type, size_t from, size_t to)
{
    if (p->count == p->size) {
        size_t size = p->size ? p->size * 2 : 64;
        struct token *tokens = ARENA_ARRAY(p->arena, size, struct token);
        if (!tokens) {
            p->memory = true;
            return NULL;
        }
        if (p->count)
            memcpy(tokens, p->tokens, p->count * sizeof *tokens);
        p->tokens = tokens;
        p->size = size;
    }
    struct token *token = &p->tokens[p->count++];
    *token = (struct token){.type = type, .from = from, .to = to, .line = p->line};
    token->text = str_part(p->text, from, to - from);
    return token;
}

/* The place of `part` from `from` on, or the end of the template. */
static size_t find(const struct parser *p, struct str part, size_t from)
{
    struct str rest = str_part(p->text, from, p->text.n);
    const char *at = rest.n ? memmem(rest.p, rest.n, part.p, part.n) : NULL;
    return at ? (size_t)(at - p->text.p) : p->text.n;
}

/* Text up to `end`, a token for each line. */
static void take_text(struct parser *p, size_t end)
{
    while (p->at < end && !p->memory) {
        size_t stop = find(p, S("\n"), p->at);
        stop = stop < end ? stop + 1 : end;
        add_token(p, 't', p->at, stop);
        p->line += p->text.p[stop - 1] == '\n';
        p->at = stop;
    }
}

static bool space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool set_delimiters(struct parser *p, struct str content)
{
    size_t n = 0;
    content = str_trim(content);
    while (n < content.n && !space(content.p[n]))
        n++;
    struct str open = str_part(content, 0, n), close = str_trim(str_part(content, n, content.n));
    for (size_t i = 0; i < close.n; i++)
        if (space(close.p[i]))
            return false;
    if (!open.n || !close.n || str_find(open, '=') >= 0 || str_find(close, '=') >= 0)
        return false;
    p->open = open;
    p->close = close;
    return true;
}

static void opened(struct parser *p, const struct token *token)
{
    if (p->depth == NESTING_MAX) {
        say(p, "mustache.depth", token->line, token->text);
        p->depth--;
    }
    p->stack[p->depth++] = p->count - 1;
}

/* Ties a closing tag to the one that it closes; one that closes nothing is told and passed over. */
static void closed(struct parser *p, struct token *token)
{
    struct token *open = p->depth ? &p->tokens[p->stack[p->depth - 1]] : NULL;
    if (!open || !str_eq(open->text, token->text) || open->dynamic != token->dynamic) {
        say(p, "mustache.close", token->line, token->text);
        token->type = '!';
        return;
    }
    open->match = p->count - 1;
    token->opener = open->type;
    p->depth--;
}

static void check_name(struct parser *p, const struct token *token)
{
    bool bad = false;
    for (size_t i = 0; i < token->text.n; i++)
        bad = bad || space(token->text.p[i]);
    if (token->text.n == 0)
        say(p, "mustache.empty", token->line, token->text);
    else if (bad)
        say(p, "mustache.name", token->line, token->text);
}

/* Whether the tag names a partial or parent by what stands under that name ("{{>*name}}"), or closes such a tag. */
static bool starred(const struct parser *p, const struct token *token)
{
    bool open = p->depth && p->tokens[p->stack[p->depth - 1]].dynamic;
    return str_starts(token->text, S("*")) &&
           (token->type == '>' || token->type == '<' || (token->type == '/' && open));
}

/* Takes in the tag whose inner text is `content`, sign included. */
static void take_content(struct parser *p, struct token *token, struct str content)
{
    char sign = content.n ? content.p[0] : 0;
    if (sign == '!') {
        token->type = '!';
        return;
    }
    token->type = sign && strchr("&#^/><$", sign) ? sign : 'v';
    token->text = token->type == 'v' ? content : str_trim(str_part(content, 1, content.n));
    token->dynamic = starred(p, token);
    if (token->dynamic)
        token->text = str_trim(str_part(token->text, 1, token->text.n));
    check_name(p, token);
    if (token->type == '&' && !p->raw_allowed)
        say(p, "mustache.raw", token->line, token->text);
    if (strchr("#^<$", token->type))
        opened(p, token);
    else if (token->type == '/')
        closed(p, token);
}

/* Where the tag's inner text ends, and how long what follows it is: the closing delimiter, after "=" or "}" in tags
 * that start so. */
static size_t find_close(const struct parser *p, size_t from, char before, size_t *length)
{
    size_t at = find(p, p->close, from);
    *length = p->close.n;
    if (!before)
        return at;
    while (at < p->text.n && (at == from || p->text.p[at - 1] != before))
        at = find(p, p->close, at + 1);
    *length += 1;
    return at < p->text.n ? at - 1 : at;
}

/* The tag at the opening delimiter. */
static void take_tag(struct parser *p)
{
    size_t from = p->at, inner = from + p->open.n, length;
    char sign = inner < p->text.n ? p->text.p[inner] : 0;
    char before = sign == '{' ? '}' : sign == '=' ? '=' : 0;
    inner += before != 0;
    size_t end = find_close(p, inner, before, &length);
    struct token *token = add_token(p, '!', from, end + length);
    if (!token)
        return;
    if (end >= p->text.n) {
        say(p, "mustache.tag", p->line, S(""));
        p->at = p->text.n;
        return;
    }
    struct str content = str_trim(str_part(p->text, inner, end - inner));
    p->at = end + length;
    if (sign == '=') {
        if (!set_delimiters(p, content))
            say(p, "mustache.delimiter", p->line, S(""));
    } else if (sign == '{') {
        token->type = '&';
        token->text = content;
        check_name(p, token);
        if (!p->raw_allowed)
            say(p, "mustache.raw", p->line, content);
    } else {
        take_content(p, token, content);
    }
    for (size_t i = from; i < p->at; i++)
        p->line += p->text.p[i] == '\n';
}

static void take_tokens(struct parser *p)
{
    while (p->at < p->text.n && !p->memory) {
        take_text(p, find(p, p->open, p->at));
        if (p->at < p->text.n && !p->memory)
            take_tag(p);
    }
    while (p->depth) {
        const struct token *open = &p->tokens[p->stack[--p->depth]];
        say(p, "mustache.open", open->line, open->text);
    }
}

/* ---- Lines ---- */

static bool blank(struct str s)
{
    return str_trim(s).n == 0;
}

/* Whether the line holds one tag, or a parent's tags, and otherwise only white space. Tags that write something in
 * their place do not count. */
static bool line_standalone(const struct token *line, size_t count)
{
    size_t tags = 0;
    bool parent = false;
    for (size_t i = 0; i < count; i++) {
        if (line[i].type == 'v' || line[i].type == '&' || (line[i].type == 't' && !blank(line[i].text)))
            return false;
        tags += line[i].type != 't';
        parent = parent || line[i].type == '<' || line[i].opener == '<';
    }
    return tags == 1 || (tags && parent);
}

static void mark_standalone(struct token *line, size_t count)
{
    struct str indent = {NULL, 0};
    if (line[0].type == 't')
        indent = line[0].text;
    for (size_t i = 0; i < count; i++) {
        line[i].standalone = true;
        line[i].indent = indent;
        line[i].text.n = line[i].type == 't' ? 0 : line[i].text.n;
    }
}

static void mark_inline(struct token *line, size_t count)
{
    size_t i = 0;
    while (i < count && (line[i].type == '!' || line[i].type == '/')) /* leave no node: the next stands for them */
        i++;
    if (i == count)
        return;
    line[i].line_start = true;
    if (i == 0 && count > 1 && line[0].type == 't' && line[1].type == '$' && blank(line[0].text))
        line[1].indent = line[0].text;
}

static void mark_lines(struct parser *p)
{
    for (size_t from = 0, to; from < p->count; from = to) {
        to = from;
        while (to < p->count && !(p->tokens[to].type == 't' && str_ends(p->tokens[to].text, S("\n"))))
            to++;
        to += to < p->count;
        if (line_standalone(p->tokens + from, to - from))
            mark_standalone(p->tokens + from, to - from);
        else
            mark_inline(p->tokens + from, to - from);
    }
}

/* ---- Tree ---- */

static bool split_name(struct parser *p, struct node *node)
{
    struct str rest = node->text, part;
    size_t parts = 1;
    if (str_is(rest, "."))
        return true;
    for (size_t i = 0; i < rest.n; i++)
        parts += rest.p[i] == '.';
    node->path = ARENA_ARRAY(p->arena, parts, struct str);
    while (node->path && str_cut(&rest, '.', &part))
        node->path[node->path_count++] = part;
    return node->path != NULL;
}

/* How far the content of a block whose opening tag is standalone is moved in: by its first line that is not blank. */
static struct str content_indent(const struct parser *p, const struct token *open)
{
    size_t from = find(p, S("\n"), open->to) + 1, end = p->tokens[open->match].from;
    struct str content = str_part(p->text, from, from < end ? end - from : 0), line;
    while (str_cut(&content, '\n', &line)) {
        size_t n = 0;
        while (n < line.n && (line.p[n] == ' ' || line.p[n] == '\t'))
            n++;
        if (!blank(line))
            return str_part(line, 0, n);
    }
    return open->indent;
}

static bool fill_node(struct parser *p, struct node *node, const struct token *token)
{
    node->line_start = token->line_start;
    node->standalone = token->standalone;
    node->text = token->text;
    node->indent = token->indent;
    switch (token->type) {
    case 't':
        node->kind = NODE_TEXT;
        return true;
    case '$':
        node->kind = NODE_BLOCK;
        node->indent = token->standalone ? content_indent(p, token) : token->indent;
        return true;
    case '>':
    case '<':
        node->kind = token->type == '>' ? NODE_PARTIAL : NODE_PARENT;
        node->dynamic = token->dynamic;
        return !node->dynamic || split_name(p, node);
    default:
        node->kind = token->type == '#'   ? NODE_SECTION
                     : token->type == '^' ? NODE_INVERTED
                     : token->type == '&' ? NODE_RAW
                                          : NODE_NAME;
        return split_name(p, node);
    }
}

/* Whether the token only lengthens the text before it. */
static bool runs_on(struct node *before, const struct token *token)
{
    if (!before || before->kind != NODE_TEXT || token->type != 't' || before->text.p + before->text.n != token->text.p)
        return false;
    before->text.n += token->text.n;
    return true;
}

/* The nodes from token `*i` to the tag that closes what holds them, or to the end. */
static struct node *build(struct parser *p, size_t *i)
{
    struct node *first = NULL, *last = NULL;
    for (; *i < p->count; ++*i) {
        const struct token *token = &p->tokens[*i];
        if (token->type == '/')
            break;
        if (token->type == '!' || (token->type == 't' && token->text.n == 0) || runs_on(last, token))
            continue;
        struct node *node = ARENA_NEW(p->arena, struct node);
        if (!node || !fill_node(p, node, token)) {
            p->memory = true;
            return NULL;
        }
        if (last)
            last->next = node;
        else
            first = node;
        last = node;
        if (strchr("#^<$", token->type)) {
            ++*i;
            node->first = build(p, i);
        }
    }
    return first;
}

enum err mustache_parse(struct arena *arena, struct str text, bool raw_allowed, struct problems *problems,
                        const struct mustache **out)
{
    struct parser p = {.arena = arena, .problems = problems, .raw_allowed = raw_allowed, .line = 1};
    struct mustache *template = ARENA_NEW(arena, struct mustache);
    *out = NULL;
    p.text = arena_copy(arena, text);
    p.open = S("{{");
    p.close = S("}}");
    if (!template || !p.text.p)
        return ERR_MEMORY;
    take_tokens(&p);
    if (!p.memory && !p.wrong) {
        size_t i = 0;
        mark_lines(&p);
        template->first = build(&p, &i);
    }
    if (p.memory)
        return ERR_MEMORY;
    if (p.wrong)
        return ERR_MALFORMED;
    *out = template;
    return OK;
}
