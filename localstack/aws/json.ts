export type JsonScalar = string | number | boolean | null;
export type Json = JsonScalar | readonly Json[] | JsonObject;
export type JsonObject = { readonly [name: string]: Json };

export const isJsonObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isJsonList = (value: Json | undefined): value is readonly Json[] =>
  Array.isArray(value);

/** Parses JSON text. Returns undefined if it is not valid. */
export const parseJson = (text: string): Json | undefined => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Parses a JSON object. Returns undefined for any other text. */
export const jsonObject = (text: string): JsonObject | undefined => {
  const value = parseJson(text);
  return isJsonObject(value) ? value : undefined;
};

/** Returns the elements of a list or the values of an object. A scalar has none. */
export const jsonChildren = (value: Json): readonly Json[] => {
  if (isJsonList(value)) return value;
  return isJsonObject(value) ? Object.values(value) : [];
};
