import type { Occasion } from '../input/reserved-variables.ts';
import type { Target } from '../rules/target.ts';

/** One event on its way to one target. */
export type Delivery = Occasion & { readonly target: Target };
