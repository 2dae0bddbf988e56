import type { Account } from '../account.ts';
import { refuse } from './stripe-failure.ts';

/**
 * Replaces ids in an answer by their objects: `latest_charge`, or `data.charge` in a list.
 * Source: https://docs.stripe.com/api/expanding_objects
 *
 * @throws StripeFailure for a field that is no id
 */
export const expandAll = (account: Account, body: object, paths: readonly string[]): object =>
  paths.reduce((expanded, path) => expandPath(account, expanded, path.split('.')), body);

const expandPath = (
  account: Account,
  value: object,
  [name = '', ...rest]: readonly string[],
): object => {
  const field: unknown = Reflect.get(value, name);
  if (field === null) return value;
  const inner = (object: object) =>
    rest.length === 0 ? object : expandPath(account, object, rest);
  if (Array.isArray(field)) return { ...value, [name]: field.map(inner) };
  if (typeof field === 'object') return { ...value, [name]: inner(field) };
  const found = typeof field === 'string' ? account.store.objects.findAny(field) : undefined;
  if (found === undefined || name === 'id') {
    throw refuse(`This property cannot be expanded (${/^\w{1,40}$/.test(name) ? name : '?'}).`, {
      param: 'expand',
    });
  }
  return { ...value, [name]: inner(found) };
};
