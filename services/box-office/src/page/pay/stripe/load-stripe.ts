import type { Stripe, loadStripe as TypedLoad } from '@stripe/stripe-js';
import { loadStripe as load } from '@stripe/stripe-js/dist/pure.mjs';
import { known } from '@willcall/contracts';

/** The types of the module do not resolve in ES modules, and those of the package's own entry do. */
const typedLoad: typeof TypedLoad = load;

/** Each publishable key has one object. A stage has one key, and another one only after it was replaced. */
const objects = new Map<string, Promise<Stripe>>();

/**
 * Loads Stripe.js from js.stripe.com, as Stripe requires, when somebody pays and not before.
 *
 * @throws Error if it cannot be loaded. It can be tried again
 */
export function loadStripe(publishableKey: string): Promise<Stripe> {
  const loaded = objects.get(publishableKey) ?? loadOnce(publishableKey);
  objects.set(publishableKey, loaded);
  return loaded;
}

async function loadOnce(publishableKey: string): Promise<Stripe> {
  try {
    return known(await typedLoad(publishableKey), 'Stripe.js in a browser');
  } catch (error) {
    objects.delete(publishableKey);
    throw error;
  }
}
