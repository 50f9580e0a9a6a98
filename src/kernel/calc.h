/* calc.h: calculators: every computed rule, callable on plain JSON (`entente calc NAME`, POST /calc/NAME). The input is
 * checked against its JSON Schema (content/calculators/NAME.json: {"input": …, "output": …, "example": …}); all
 * problems are reported at once, in document order; unknown members are refused. Numbers are exact decimals. */
#ifndef KERNEL_CALC_H
#define KERNEL_CALC_H
#include "kernel/work.h"

struct calculator {
    const char *name; /* "alliance-test" */
    /* What a schema cannot say, told beside what it says, so that all is reported at once: may be NULL. `input` may be
     * anything; what is not as the schema has it is passed over here. Adds problems; ERR_MEMORY. */
    enum err (*check)(struct arena *arena, const struct value *input, struct problems *problems);
    /* `input` has passed both. Adds problems (ERR_INPUT) for what shows only in computing (a sum that does not fit). */
    enum err (*run)(struct arena *arena, const struct value *input, struct problems *problems, struct value **output);
};

enum err calc_register(const struct calculator *const *calculators) MUST_CHECK; /* list ends with NULL */
const struct calculator *calc_find(struct str name);
const struct calculator *calc_at(size_t i);
/* {"input": schema, "output": schema, "example": {…}} as embedded; NULL when the name is unknown. */
struct value *calc_schema(struct arena *arena, struct str name);
/* Checks and runs. ERR_NOT_FOUND, ERR_INPUT with all problems in document order, ERR_MEMORY. */
enum err calc_run(struct arena *arena, struct str name, const struct value *input, struct problems *problems,
                  struct value **output) MUST_CHECK;
/* Puts problems in the order of the places in `input` that they point to; what is missing comes after what is there. */
enum err problems_sort(struct problems *problems, const struct value *input) MUST_CHECK;
/* The part of JSON Schema 2020-12 that the calculators use: type, enum, const, required, properties,
 * additionalProperties, items, minItems, maxItems, uniqueItems, minimum, maximum, exclusiveMinimum, exclusiveMaximum,
 * multipleOf, minLength, maxLength, pattern-free; oneOf/anyOf; $ref to #/$defs; minProperties,
 * propertyNames(minLength). */
enum err schema_check(struct arena *arena, const struct value *schema, const struct value *input,
                      struct problems *problems) MUST_CHECK;
#endif
