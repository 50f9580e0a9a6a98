#include "base/name.h"
#include "base/buf.h"
#include "base/name_fold.h"

/* Between the words of a key while it is made: a plain gap, or one with a sign that ties single letters into one word
 * ("S.A.", "A/S", "H & M"). */
enum { GAP = ' ', TIE = 1 };

/* The code point at `*at`, which is moved on; an ill-formed byte is a space. */
static uint32_t next_code(struct str s, size_t *at)
{
    unsigned char c = (unsigned char)s.p[*at];
    size_t n = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    struct str one = str_part(s, *at, n);
    if (one.n < n || !str_utf8(one)) {
        ++*at;
        return ' ';
    }
    *at += n;
    uint32_t code = n == 1 ? c : c & (0xFFu >> (n + 1));
    for (size_t i = 1; i < n; i++)
        code = code << 6 | ((unsigned char)one.p[i] & 0x3Fu);
    return code;
}

/* The folded words, each followed by a GAP or TIE. Exhausted: p NULL. */
static struct str folded(struct arena *arena, struct str name)
{
    struct buf out = buf_init(arena, 0);
    bool gap = false, tie = false;
    for (size_t i = 0; i < name.n;) {
        char text[4];
        uint32_t code = next_code(name, &i);
        size_t n = name_fold(code, text);
        if (n && text[0] == ' ') {
            gap = true;
            tie = tie || code == '.' || code == '/' || code == '&';
            continue;
        }
        if (n && gap && out.n)
            buf_char(&out, tie ? TIE : GAP);
        if (n)
            gap = tie = false;
        buf_add(&out, (struct str){text, n});
    }
    if (out.n)
        buf_char(&out, tie ? TIE : GAP);
    return buf_str(&out);
}

/* Cuts the next word off `*rest`, and tells what followed it. */
static bool next_word(struct str *rest, struct str *word, char *after)
{
    size_t n = 0;
    if (rest->n == 0)
        return false;
    while (rest->p[n] != GAP && rest->p[n] != TIE)
        n++;
    *word = str_part(*rest, 0, n);
    *after = rest->p[n];
    *rest = str_part(*rest, n + 1, rest->n);
    return true;
}

struct words {
    struct str *at;
    size_t count;
};

/* The words of a name without "and" (unless that is all), single letters tied together when `tie`. */
static bool split(struct arena *arena, struct str name, bool tie, struct words *out)
{
    struct str rest = folded(arena, name), word;
    char after, before = GAP;
    bool letter_before = false;
    out->at = ARENA_ARRAY(arena, rest.n / 2 + 1, struct str);
    if (!rest.p || !out->at)
        return false;
    size_t all = rest.n;
    while (next_word(&rest, &word, &after)) {
        if (str_is(word, "and") && word.n + 1 < all) {
            before = TIE;
            continue;
        }
        bool letter = word.n == 1 && word.p[0] >= 'a' && word.p[0] <= 'z';
        struct str *last = out->count ? &out->at[out->count - 1] : NULL;
        if (tie && last && letter && letter_before && before == TIE) {
            struct str both[] = {*last, word};
            *last = arena_join(arena, both, 2, S(""));
            if (!last->p)
                return false;
        } else {
            out->at[out->count++] = word;
        }
        letter_before = letter;
        before = after;
    }
    return true;
}

static struct str joined(struct arena *arena, struct words words, struct str name)
{
    if (words.count == 0) /* no letter nor figure: compared as it is */
        return arena_copy(arena, str_trim(name));
    return arena_join(arena, words.at, words.count, S(" "));
}

struct str name_key(struct arena *arena, struct str name)
{
    struct words words = {0};
    if (!split(arena, name, false, &words))
        return (struct str){NULL, 0};
    return joined(arena, words, name);
}

/* Legal forms as they read after folding, dotted letters tied ("S.A." is "sa") or typed apart. */
static const char *const legal_forms[] = {
    /* English-speaking countries */
    "inc,incorporated,corp,corporation,co,company,ltd,limited,private limited,private ltd,public limited company,"
    "llc,l l c,llp,lp,lllp,pllc,plc,pbc,dac,ulc,joint stock company,jsc,pjsc,proprietary",
    /* German */
    "gmbh,g m b h,ggmbh,mbh,ag,aktiengesellschaft,se,kg,kgaa,ohg,ug,ug haftungsbeschrankt,ev,e v",
    /* French, Italian, Dutch */
    "sa,s a,sas,s a s,sasu,sarl,s a r l,eurl,sca,societe anonyme,spa,s p a,srl,s r l,nv,n v,bv,b v,cv,bvba,sprl,vof",
    /* Nordic and Baltic countries */
    "ab,ab publ,as,a s,asa,aps,oy,oyj,oy ab,ehf,hf,ou,uab,sia",
    /* Spanish, Portuguese */
    "de cv,de c v,s de rl,sapi,sab,sociedad anonima,sl,s l,slu,ltda,lda,eireli",
    /* Central and Eastern Europe, Turkey */
    "sp z o o,sp z oo,sp zoo,sp zo o,sp j,spolka akcyjna,sro,s r o,spol s r o,kft,zrt,nyrt,doo,d o o,"
    "ooo,oao,zao,pao,anonim sirketi",
    /* Asia, Pacific, Gulf */
    "kk,k k,kabushiki kaisha,godo kaisha,pte,pty,pvt,opc,bhd,berhad,sdn,tbk,wll,fze,fzco,fz llc",
};

/* How many words at the end are that legal form: 0 when they are not, or when they are all there is. */
static size_t form_at_end(struct words words, struct str form)
{
    size_t count = 1, at;
    for (size_t i = 0; i < form.n; i++)
        count += form.p[i] == ' ';
    if (count >= words.count)
        return 0;
    at = words.count - count;
    struct str word;
    while (str_cut(&form, ' ', &word))
        if (!str_eq(words.at[at++], word))
            return 0;
    return count;
}

/* How many words at the end are the longest legal form that stands there. */
static size_t longest_form(struct words words)
{
    size_t longest = 0;
    for (size_t i = 0; i < sizeof legal_forms / sizeof legal_forms[0]; i++) {
        struct str forms = str_of(legal_forms[i]), form;
        while (str_cut(&forms, ',', &form)) {
            size_t n = form_at_end(words, form);
            longest = n > longest ? n : longest;
        }
    }
    return longest;
}

static void strip_forms(struct words *words)
{
    for (size_t n = longest_form(*words); n; n = longest_form(*words))
        words->count -= n;
}

/* In scripts without spaces the form is part of the word. */
static void strip_unspaced(struct words *words)
{
    static const char *const forms[] = {"股份有限公司", "有限责任公司", "有限公司", "株式会社",
                                        "有限会社",     "合同会社",     "주식회사"};
    struct str *first = &words->at[0], *last = &words->at[words->count - 1];
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        struct str form = str_of(forms[i]);
        if (str_ends(*last, form) && (words->count > 1 || last->n > form.n))
            last->n -= form.n;
        if (str_starts(*first, form) && (words->count > 1 || first->n > form.n))
            *first = str_part(*first, form.n, first->n);
    }
    words->count -= last->n == 0;
    if (words->count && words->at[0].n == 0) {
        words->at++;
        words->count--;
    }
}

struct str name_key_firm(struct arena *arena, struct str name)
{
    struct words words = {0};
    if (!split(arena, name, true, &words))
        return (struct str){NULL, 0};
    if (words.count)
        strip_unspaced(&words);
    strip_forms(&words);
    if (words.count > 1 && str_is(words.at[0], "the")) {
        words.at++;
        words.count--;
    }
    return joined(arena, words, name);
}
