/* calc.h: calculators: every computed rule, callable on plain JSON (`entente calc NAME`, POST /calc/NAME). The input is
 * checked against its JSON Schema (content/calculators/NAME.json: {"input": …, "output": …, "example": …}); all
 * problems are reported at once, in document order; unknown members are refused. Numbers are exact decimals. */
#ifndef KERNEL_CALC_H
#define KERNEL_CALC_H
#include "kernel/work.h"

struct calculator {
    const char *name; /* "alliance-test" */
    /* `input` has passed the schema. Adds problems (ERR_INPUT) for what a schema cannot say. */
    enum err (*run)(struct arena *arena, const struct value *input, struct problems *problems, struct value **output);
};

enum err calc_register(const struct calculator *const *calculators) MUST_CHECK; /* list ends with NULL */
const struct calculator *calc_find(struct str name);
const struct calculator *calc_at(size_t i);
/* {"input": schema, "output": schema, "example": {…}} as embedded; NULL when the name is unknown. */
struct value *calc_schema(struct arena *arena, struct str name);
/* Checks and runs. ERR_NOT_FOUND, ERR_INPUT, ERR_MEMORY. */
enum err calc_run(struct arena *arena, struct str name, const struct value *input, struct problems *problems,
                  struct value **output) MUST_CHECK;
/* The part of JSON Schema 2020-12 that the calculators use: type, enum, const, required, properties,
 * additionalProperties, items, minItems, maxItems, uniqueItems, minimum, maximum, exclusiveMinimum, exclusiveMaximum,
 * multipleOf, minLength, maxLength, pattern-free; oneOf/anyOf; $ref to #/$defs; minProperties,
 * propertyNames(minLength). */
enum err schema_check(struct arena *arena, const struct value *schema, const struct value *input,
                      struct problems *problems) MUST_CHECK;
#endif
