#include "base/embedded.h"
#include "base/json.h"
#include "web/assets.h"
#include "web/exchange.h"
#include <stdio.h>

/* Two rings that hold each other. */
static const char favicon[] =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\" fill=\"none\" stroke-width=\"4\">"
    "<circle cx=\"11.5\" cy=\"16\" r=\"8\" stroke=\"#066fd1\"/><circle cx=\"20.5\" cy=\"16\" r=\"8\" "
    "stroke=\"#0ca678\"/></svg>\n";

static const struct value *assets; /* set once before any thread asks */

static enum err put_asset(struct arena *arena, struct value *map, struct str name, struct str hashed)
{
    char *key = arena_alloc(arena, name.n + 1);
    if (!key)
        return ERR_MEMORY;
    for (size_t i = 0; i < name.n; i++)
        key[i] = name.p[i] == '.' || name.p[i] == '-' ? '_' : name.p[i];
    struct str address = arena_printf(arena, "/assets/%.*s", STR_ARG(hashed));
    value_put_str(map, (struct str){key, name.n}, value_text(arena, address));
    if (str_is(name, "icons.svg"))
        value_put_text(arena, map, "icons", address);
    return address.p ? OK : ERR_MEMORY;
}

enum err assets_load(struct arena *arena)
{
    const struct embedded *file = embedded_find("assets/manifest.json");
    struct value *map = value_map(arena), *manifest = NULL;
    struct problems problems = problems_init(arena);
    assets = map;
    if (!map || !file)
        return map ? OK : ERR_MEMORY;
    enum err err = json_parse(arena, (struct str){(const char *)file->data, file->size}, &problems, &manifest);
    VALUE_EACH (entry, err ? NULL : manifest) {
        err = put_asset(arena, map, entry->key, entry->text);
        if (err)
            break;
    }
    return err;
}

const struct value *assets_view(void)
{
    return assets;
}

static const char *type_of(struct str name)
{
    static const struct {
        const char *suffix, *type;
    } types[] = {{".css", "text/css; charset=utf-8"},
                 {".js", "text/javascript; charset=utf-8"},
                 {".svg", "image/svg+xml"},
                 {".json", "application/json"},
                 {".png", "image/png"},
                 {".woff2", "font/woff2"},
                 {".txt", "text/plain; charset=utf-8"},
                 {".webmanifest", "application/manifest+json"}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_ends(name, str_of(types[i].suffix)))
            return types[i].type;
    return NULL;
}

/* Whether Accept-Encoding names the coding, and not with q=0. */
static bool takes_coding(struct str accept, struct str coding)
{
    struct str rest = accept, entry, name;
    while (rest.n && str_cut(&rest, ',', &entry)) {
        struct str parameters = entry;
        if (!str_cut(&parameters, ';', &name) || !str_eq_nocase(str_trim(name), coding))
            continue;
        struct str q = str_trim(parameters.p ? parameters : S(""));
        return !str_is(q, "q=0") && !str_is(q, "q=0.0") && !str_is(q, "q=0.00") && !str_is(q, "q=0.000");
    }
    return false;
}

static bool embedded_asset(struct str name, struct str accept_encoding, struct asset *out)
{
    static const struct {
        const char *suffix, *coding;
    } forms[] = {{".br", "br"}, {".gz", "gzip"}, {"", NULL}};
    char path[256];
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (forms[i].coding && !takes_coding(accept_encoding, str_of(forms[i].coding)))
            continue;
        int n = snprintf(path, sizeof path, "assets/%.*s%s", STR_ARG(name), forms[i].suffix);
        const struct embedded *file = n > 0 && (size_t)n < sizeof path ? embedded_find(path) : NULL;
        if (!file)
            continue;
        out->body = (struct str){(const char *)file->data, file->size};
        out->encoding = forms[i].coding;
        return true;
    }
    return false;
}

bool asset_find(struct str path, struct str accept_encoding, struct asset *out)
{
    struct str folder = S("/assets/"), name = S("");
    *out = (struct asset){.encoding = NULL};
    if (str_is(path, "/robots.txt")) {
        out->body = S("User-agent: *\nDisallow: /\n");
        out->type = type_of(path);
        return true;
    }
    if (str_is(path, "/favicon.svg") || str_is(path, "/favicon.ico")) {
        out->body = S(favicon);
        out->type = "image/svg+xml";
        return true;
    }
    if (str_starts(path, folder))
        name = str_part(path, folder.n, path.n);
    out->lasting = str_starts(path, folder);
    out->type = name.n && str_find(name, '/') < 0 && !str_is(name, "manifest.json") ? type_of(name) : NULL;
    return out->type && embedded_asset(name, accept_encoding, out);
}

bool static_answer(struct exchange *x)
{
    struct asset asset;
    if (x->is_unsafe || x->headers.unclear || !asset_find(x->target.path, x->headers.accept_encoding, &asset))
        return false;
    x->err = OK;
    x->answer = (struct answer){.status = 200, .type = asset.type, .body = asset.body};
    x->answer.cache = asset.lasting ? "public, max-age=31536000, immutable" : "public, max-age=86400";
    answer_header(x, "Vary", S("Accept-Encoding"));
    if (asset.encoding)
        answer_header(x, "Content-Encoding", str_of(asset.encoding));
    return true;
}
