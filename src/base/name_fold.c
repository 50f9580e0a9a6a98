#include "base/name_fold.h"

/* Latin letters by what stands for them without accents, lower case; empty: not such a letter. Made from the Unicode
 * Character Database (compatibility decompositions without combining marks), and by hand where it has none (ø, ß, ł).
 */
static const char latin[][3] = {
    /* U+00C0 to U+024F */
    /* clang-format off */
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",
    "d", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "th", "ss",
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",
    "d", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "th", "y",
    "a", "a", "a", "a", "a", "a", "c", "c", "c", "c", "c", "c", "c", "c", "d", "d",
    "d", "d", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e", "g", "g", "g", "g",
    "g", "g", "g", "g", "h", "h", "h", "h", "i", "i", "i", "i", "i", "i", "i", "i",
    "i", "i", "ij", "ij", "j", "j", "k", "k", "k", "l", "l", "l", "l", "l", "l", "",
    "", "l", "l", "n", "n", "n", "n", "n", "n", "", "ng", "ng", "o", "o", "o", "o",
    "o", "o", "oe", "oe", "r", "r", "r", "r", "r", "r", "s", "s", "s", "s", "s", "s",
    "s", "s", "t", "t", "t", "t", "t", "t", "u", "u", "u", "u", "u", "u", "u", "u",
    "u", "u", "u", "u", "w", "w", "y", "y", "y", "z", "z", "z", "z", "z", "z", "s",
    "b", "b", "", "", "", "", "o", "c", "c", "d", "d", "d", "d", "d", "e", "e",
    "e", "f", "f", "g", "g", "hv", "i", "i", "k", "k", "l", "l", "m", "n", "n", "o",
    "o", "o", "oi", "oi", "p", "p", "r", "s", "s", "sh", "sh", "t", "t", "t", "t", "u",
    "u", "u", "v", "y", "y", "z", "z", "z", "z", "z", "z", "", "", "", "", "w",
    "", "", "", "", "dz", "dz", "dz", "lj", "lj", "lj", "nj", "nj", "nj", "a", "a", "i",
    "i", "o", "o", "u", "u", "u", "u", "u", "u", "u", "u", "u", "u", "e", "a", "a",
    "a", "a", "ae", "ae", "g", "g", "g", "g", "k", "k", "o", "o", "o", "o", "z", "z",
    "j", "dz", "dz", "dz", "g", "g", "hv", "w", "n", "n", "a", "a", "ae", "ae", "o", "o",
    "a", "a", "a", "a", "e", "e", "e", "e", "i", "i", "i", "i", "o", "o", "o", "o",
    "r", "r", "r", "r", "u", "u", "u", "u", "s", "s", "t", "t", "y", "y", "h", "h",
    "n", "d", "ou", "ou", "z", "z", "a", "a", "e", "e", "o", "o", "o", "o", "o", "o",
    "o", "o", "y", "y", "l", "n", "t", "j", "db", "qp", "a", "c", "c", "l", "t", "s",
    "z", "", "", "b", "u", "v", "e", "e", "j", "j", "q", "q", "r", "r", "y", "y",
    /* clang-format on */
};
static const char latin_additional[][3] = {
    /* U+1E00 to U+1EFF */
    /* clang-format off */
    "a", "a", "b", "b", "b", "b", "b", "b", "c", "c", "d", "d", "d", "d", "d", "d",
    "d", "d", "d", "d", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e", "f", "f",
    "g", "g", "h", "h", "h", "h", "h", "h", "h", "h", "h", "h", "i", "i", "i", "i",
    "k", "k", "k", "k", "k", "k", "l", "l", "l", "l", "l", "l", "l", "l", "m", "m",
    "m", "m", "m", "m", "n", "n", "n", "n", "n", "n", "n", "n", "o", "o", "o", "o",
    "o", "o", "o", "o", "p", "p", "p", "p", "r", "r", "r", "r", "r", "r", "r", "r",
    "s", "s", "s", "s", "s", "s", "s", "s", "s", "s", "t", "t", "t", "t", "t", "t",
    "t", "t", "u", "u", "u", "u", "u", "u", "u", "u", "u", "u", "v", "v", "v", "v",
    "w", "w", "w", "w", "w", "w", "w", "w", "w", "w", "x", "x", "x", "x", "y", "y",
    "z", "z", "z", "z", "z", "z", "h", "t", "w", "y", "a", "s", "", "", "ss", "",
    "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a",
    "a", "a", "a", "a", "a", "a", "a", "a", "e", "e", "e", "e", "e", "e", "e", "e",
    "e", "e", "e", "e", "e", "e", "e", "e", "i", "i", "i", "i", "o", "o", "o", "o",
    "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o",
    "o", "o", "o", "o", "u", "u", "u", "u", "u", "u", "u", "u", "u", "u", "u", "u",
    "u", "u", "y", "y", "y", "y", "y", "y", "y", "y", "", "", "", "", "", "",
    /* clang-format on */
};

/* Greek letters with accents, and the final sigma. */
static const struct {
    uint16_t from, to;
} greek[] = {
    /* clang-format off */
    {0x386, 0x3B1}, {0x388, 0x3B5}, {0x389, 0x3B7}, {0x38A, 0x3B9}, {0x38C, 0x3BF}, {0x38E, 0x3C5},
    {0x38F, 0x3C9}, {0x390, 0x3B9}, {0x3AA, 0x3B9}, {0x3AB, 0x3C5}, {0x3AC, 0x3B1}, {0x3AD, 0x3B5},
    {0x3AE, 0x3B7}, {0x3AF, 0x3B9}, {0x3B0, 0x3C5}, {0x3C2, 0x3C3}, {0x3CA, 0x3B9}, {0x3CB, 0x3C5},
    {0x3CC, 0x3BF}, {0x3CD, 0x3C5}, {0x3CE, 0x3C9}, {0x3CF, 0x3D7},
    /* clang-format on */
};

/* Ranges that are neither letters nor figures: a space stands for a character of them, or nothing. */
static const struct {
    uint32_t first, last;
    bool nothing;
} others[] = {
    {0x80, 0xA9, false},     {0xAB, 0xAC, false},     {0xAD, 0xAD, true},        {0xAE, 0xB1, false},
    {0xB4, 0xB4, true},      {0xB6, 0xB8, false},     {0xBB, 0xBF, false},       {0xD7, 0xD7, false},
    {0xF7, 0xF7, false},     {0x2B0, 0x36F, true},    {0x55A, 0x55F, false},     {0x589, 0x58A, false},
    {0x5BE, 0x5BE, false},   {0x5F3, 0x5F4, true},    {0x60C, 0x60D, false},     {0x61B, 0x61F, false},
    {0x640, 0x640, true},    {0x64B, 0x65F, true},    {0x66A, 0x66D, false},     {0x964, 0x965, false},
    {0x2000, 0x200A, false}, {0x200B, 0x200F, true},  {0x2010, 0x2017, false},   {0x2018, 0x2019, true},
    {0x201A, 0x205F, false}, {0x2060, 0x206F, true},  {0x20A0, 0x20CF, false},   {0x20D0, 0x20FF, true},
    {0x2100, 0x214F, false}, {0x2190, 0x245F, false}, {0x2500, 0x2BFF, false},   {0x2E00, 0x2E7F, false},
    {0x3000, 0x3004, false}, {0x3008, 0x3020, false}, {0x302A, 0x3030, false},   {0x303D, 0x303F, false},
    {0x30FB, 0x30FB, false}, {0xFE00, 0xFE0F, true},  {0xFE10, 0xFE6F, false},   {0xFEFF, 0xFEFF, true},
    {0xFF5F, 0xFF65, false}, {0xFFE0, 0xFFEE, false}, {0x1F000, 0x1FAFF, false}, {0xE0100, 0xE01EF, true},
};

static size_t put(char out[4], const char *text)
{
    size_t n = strlen(text);
    memcpy(out, text, n);
    return n;
}

static size_t put_code(char out[4], uint32_t code)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    size_t n = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = n - 1; i > 0; i--, code >>= 6)
        out[i] = (char)(0x80 | (code & 0x3F));
    out[0] = (char)(lead[n] | code);
    return n;
}

/* Lower case in the scripts beside Latin that have cases. */
static uint32_t lower(uint32_t code)
{
    for (size_t i = 0; code >= 0x386 && code <= 0x3CE && i < sizeof greek / sizeof greek[0]; i++)
        if (greek[i].from == code)
            return greek[i].to;
    if ((code >= 0x391 && code <= 0x3A9) || (code >= 0x410 && code <= 0x42F))
        return code + 32;
    if (code >= 0x400 && code <= 0x40F)
        return code + 80;
    if (code >= 0x460 && code <= 0x52F && code != 0x4C0 && !(code >= 0x482 && code <= 0x489))
        return code >= 0x4C1 && code <= 0x4CE ? code + (code & 1) : code | 1;
    if (code >= 0x531 && code <= 0x556)
        return code + 48;
    return code;
}

static size_t fold_ascii(char out[4], uint32_t code)
{
    if (code >= 'A' && code <= 'Z')
        code += 32;
    if ((code >= 'a' && code <= 'z') || (code >= '0' && code <= '9'))
        return put_code(out, code);
    return code == '\'' || code == '`' ? 0 : put(out, " ");
}

size_t name_fold(uint32_t code, char out[4])
{
    static const char *const ligatures[] = {"ff", "fi", "fl", "ffi", "ffl", "st", "st"};
    if (code >= 0xFF01 && code <= 0xFF5E)
        code -= 0xFEE0; /* full width */
    if (code < 0x80)
        return fold_ascii(out, code);
    for (size_t i = 0; i < sizeof others / sizeof others[0] && others[i].first <= code; i++)
        if (code <= others[i].last)
            return others[i].nothing ? 0 : put(out, " ");
    const char *plain = code == 0xAA                       ? "a"
                        : code == 0xBA                     ? "o"
                        : code >= 0xC0 && code < 0x250     ? latin[code - 0xC0]
                        : code >= 0x1E00 && code < 0x1F00  ? latin_additional[code - 0x1E00]
                        : code >= 0xFB00 && code <= 0xFB06 ? ligatures[code - 0xFB00]
                                                           : "";
    return *plain ? put(out, plain) : put_code(out, lower(code));
}
