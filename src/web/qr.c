#include "web/qr.h"
#include "base/buf.h"
#include <qrencode.h>

enum { MARGIN = 4 }; /* ISO/IEC 18004 asks for four squares around */

enum err qr_make(struct arena *arena, struct str text, struct qr *out)
{
    const char *plain = arena_cstr(arena, text);
    QRcode *code = plain ? QRcode_encodeString(plain, 0, QR_ECLEVEL_M, QR_MODE_8, 1) : NULL;
    struct buf path = buf_init(arena, 0);
    if (!code)
        return plain ? ERR_INPUT : ERR_MEMORY;
    for (int y = 0; y < code->width; y++)
        for (int x = 0; x < code->width; x++)
            if (code->data[y * code->width + x] & 1)
                buf_printf(&path, "M%d %dh1v1h-1z", x + MARGIN, y + MARGIN);
    out->size = code->width + 2 * MARGIN;
    out->path = buf_str(&path);
    QRcode_free(code);
    return out->path.p ? OK : ERR_MEMORY;
}
