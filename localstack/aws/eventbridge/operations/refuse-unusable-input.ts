import { EventsError } from '../events-error.ts';
import { variablesOf } from '../input/input-template.ts';
import { parseJsonPath } from '../input/json-path.ts';
import { isReserved } from '../input/reserved-variables.ts';
import type { Target } from '../rules/target.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html */
const MOST_VARIABLES = 100;

/**
 * Refuses a target whose input could never be made. AWS looks at no JSON path before it follows
 * it; here one that it cannot follow is refused at once.
 * @throws EventsError ValidationException
 */
export const refuseUnusableInput = (target: Target): void => {
  const { Id, Input, InputPath, InputTransformer } = target;
  if ([Input, InputPath, InputTransformer].filter((given) => given !== undefined).length > 1) {
    throw invalid(
      `Only one of Input, InputPath, or InputTransformer must be provided for target ${Id}.`,
    );
  }
  if (Input !== undefined && !isJson(Input)) {
    throw invalid(`Input for target ${Id} is not valid JSON.`);
  }
  const { InputPathsMap = {}, InputTemplate = '' } = InputTransformer ?? {};
  const names = Object.keys(InputPathsMap);
  if (names.length > MOST_VARIABLES) {
    throw invalid(`InputPathsMap for target ${Id} has more than ${MOST_VARIABLES} variables.`);
  }
  const paths = [...Object.values(InputPathsMap), ...(InputPath === undefined ? [] : [InputPath])];
  const wrong = paths.find((path) => parseJsonPath(path) === undefined);
  if (wrong !== undefined) throw invalid(`JSON path ${wrong} for target ${Id} is not supported.`);
  const unknown = variablesOf(InputTemplate).find(
    (name) => !names.includes(name) && !isReserved(name),
  );
  if (unknown !== undefined) {
    throw invalid(`InputTemplate for target ${Id} contains invalid placeholder ${unknown}.`);
  }
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const invalid = (message: string): EventsError => new EventsError('ValidationException', message);
