import { CommandError } from './command-error.ts';

/** What `--region` names, in the form that all of AWS's regions have. @throws CommandError for another */
export const regionOption = (text: string | undefined): string | undefined => {
  if (text === undefined || /^[a-z]{2,4}(-[a-z]+)+-\d$/.test(text)) return text;
  throw new CommandError(`--region ${text} is no AWS region, such as eu-central-1.`);
};
