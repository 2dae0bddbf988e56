import type { Json } from '../json.ts';
import type { Target } from '../rules/target.ts';
import { fillTemplate } from './input-template.ts';
import { parseJsonPath } from './json-path.ts';
import { type Occasion, reservedValue } from './reserved-variables.ts';

/**
 * The JSON text that a target gets for an event: the event, a constant, a part of the event, or a
 * template filled from it. Undefined if the filled template is not JSON.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html
 */
export const targetInput = (target: Target, occasion: Occasion): string | undefined => {
  const { Input, InputPath, InputTransformer } = target;
  if (Input !== undefined) return Input;
  if (InputPath !== undefined) return JSON.stringify(valueAt(InputPath, occasion) ?? null);
  if (InputTransformer === undefined) return JSON.stringify(occasion.event);
  const { InputPathsMap = {}, InputTemplate } = InputTransformer;
  return fillTemplate(InputTemplate, (name) => {
    const path = Object.hasOwn(InputPathsMap, name) ? InputPathsMap[name] : undefined;
    return path === undefined ? reservedValue(name, occasion) : valueAt(path, occasion);
  });
};

const valueAt = (path: string, { event }: Occasion): Json | undefined =>
  parseJsonPath(path)?.(event);
