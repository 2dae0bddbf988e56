import type { FunctionId } from '@willcall/topology';
import { stageTemplates } from '../../stacks/stage.fixture.ts';
import { type Allowed, allowedOf } from '../../stacks/statements.fixture.ts';

/** All that the role of a function is allowed in prod's templates, whoever has stated it. */
export const allowedTo = (id: FunctionId): Allowed[] => {
  const role = new RegExp(`Compute/${id.replaceAll('-', '')}Role[0-9A-F]{8}$`);
  return allowedOf(stageTemplates('prod')).filter((allowed) => role.test(allowed.role));
};
