import { ShowId } from '@willcall/contracts';
import { BadSettingError } from '../aws/local-aws-error.ts';

/** What `--show` names. @throws BadSettingError when it is missing, or no id */
export const showIdOption = (text: string | undefined): string => {
  if (text === undefined) throw new BadSettingError('Name a show: --show ID.');
  if (ShowId.safeParse(text).success) return text;
  throw new BadSettingError(`--show ${text} is no id of a show.`);
};
