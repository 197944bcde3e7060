// Where an imported fact came from and how sure it is.
import * as v from 'valibot';

/** `exact`: read as written; `inferred`: concluded; `ambiguous`: one of several; `staff`: said by people. */
export const confidence = v.picklist(['exact', 'inferred', 'ambiguous', 'staff']);
export type Confidence = v.InferOutput<typeof confidence>;

/**
 * One imported fact. `field` names what it fills (`prompt.text`, `run.seed`, …), `value` is what the
 * file said: when people have changed the field since, the fact no longer carries it.
 */
export const fact = v.strictObject({
  field: v.string(),
  value: v.union([v.string(), v.number(), v.boolean()]),
  reader: v.string(),
  locator: v.string(),
  confidence,
});
export type Fact = v.InferOutput<typeof fact>;
