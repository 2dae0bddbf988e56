export type FormObject = { readonly [name: string]: FormValue };

export type FormValue = string | FormObject;

type Draft = { [name: string]: string | Draft };

/**
 * Parses Stripe's parameters, of a query or a form: `metadata[a]=1&expand[]=b&types[0]=c`. A list is an
 * object whose names are numbers, because the names of metadata can be numbers, too.
 */
export const parseForm = (text: string): FormObject => {
  const root: Draft = createDraft();
  let unnamed = 0;
  for (const [key, value] of new URLSearchParams(text)) {
    const names = splitKey(key).map((name) => {
      if (name !== '') return name;
      unnamed += 1;
      return `${unnamed - 1}`;
    });
    insert(root, names, value);
  }
  return root;
};

/** Without a prototype, so that a parameter can have any name. */
const createDraft = (): Draft => Object.create(null);

const splitKey = (key: string): string[] => {
  const [, first = key, rest = ''] = /^([^[]*)((?:\[[^\]]*\])*)$/.exec(key) ?? [];
  return [first, ...Array.from(rest.matchAll(/\[([^\]]*)\]/g), ([, name = '']) => name)];
};

const insert = (draft: Draft, [name = '', ...rest]: readonly string[], value: string): void => {
  if (rest.length === 0) {
    draft[name] = value;
    return;
  }
  const inner = draft[name];
  const next = typeof inner === 'object' ? inner : createDraft();
  draft[name] = next;
  insert(next, rest, value);
};
