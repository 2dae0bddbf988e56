import { PaymentTask, parseJson } from '@willcall/contracts';
import type { BatchResults } from '@willcall/lambda';
import type { SQSRecord } from 'aws-lambda';
import { PaymentsError } from '../errors.ts';
import type { TaskDependencies } from './dependencies.ts';
import { cacheShows, findSubject, gatherLooks, type Look, type Subject } from './looks.ts';
import { workOnLooks } from './work-on-looks.ts';

/**
 * Works on a batch of payment tasks. Tasks of one purchase are one piece of work, and share its outcome, so that a
 * message that follows a failed one of its group fails, too.
 */
export async function runTasks(
  records: readonly SQSRecord[],
  dependencies: TaskDependencies,
): Promise<BatchResults> {
  const found = await Promise.allSettled(
    records.map(async (record) => findSubject(readTask(record), dependencies)),
  );
  const subjects = joinSubjects(
    found.flatMap((one) => (one.status === 'fulfilled' && one.value ? one.value : [])),
  );
  const failures = await workOnSubjects([...subjects.values()], dependencies);
  const results = found.map((one): PromiseSettledResult<unknown> => {
    if (one.status === 'rejected' || one.value === undefined) return one;
    const subject = subjects.get(keyOf(one.value));
    return subject !== undefined && failures.has(subject)
      ? { status: 'rejected', reason: failures.get(subject) }
      : one;
  });
  dependencies.measure.count(
    'PaymentTasksFailed',
    results.filter(({ status }) => status === 'rejected').length,
  );
  return failRestOfGroup(records, results);
}

/** @throws PaymentsError INVALID_TASK with the names of the invalid fields, without their values. */
function readTask({ body }: Pick<SQSRecord, 'body'>): PaymentTask {
  const parsed = PaymentTask.safeParse(parseJson(body));
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map(({ path }) => path.join('.') || '(body)').join(', ');
  throw new PaymentsError('INVALID_TASK', `Not a payment task: ${wrong}`);
}

const keyOf = ({ userId, purchaseId }: Subject): string => JSON.stringify([userId, purchaseId]);

/** Joins tasks of one purchase. */
function joinSubjects(subjects: readonly Subject[]): ReadonlyMap<string, Subject> {
  const joined = new Map<string, Subject>();
  for (const subject of subjects) {
    const earlier = joined.get(keyOf(subject));
    if (earlier === undefined) joined.set(keyOf(subject), subject);
    else for (const [id, seen] of subject.intents) earlier.intents.set(id, seen);
  }
  return joined;
}

/** Returns the subjects that failed, with their errors. */
async function workOnSubjects(
  subjects: readonly Subject[],
  dependencies: TaskDependencies,
): Promise<ReadonlyMap<Subject, unknown>> {
  const failures = new Map<Subject, unknown>();
  const subjectOf = new Map<Look, Subject>();
  const findShow = cacheShows(dependencies);
  await Promise.all(
    subjects.map(async (subject) => {
      try {
        const looks = await gatherLooks(subject, findShow, dependencies);
        for (const look of looks) subjectOf.set(look, subject);
      } catch (error) {
        failures.set(subject, error);
      }
    }),
  );
  const failed = await workOnLooks([...subjectOf.keys()], dependencies);
  for (const [look, error] of failed) {
    const subject = subjectOf.get(look);
    if (subject !== undefined) failures.set(subject, error);
  }
  return failures;
}

/** Deleting a message behind a failed one of its group would let SQS deliver the failed one after it. */
function failRestOfGroup(records: readonly SQSRecord[], results: BatchResults): BatchResults {
  const failedGroups = new Map<string | undefined, PromiseSettledResult<unknown>>();
  return results.map((result, index) => {
    const group = records[index]?.attributes.MessageGroupId;
    if (result.status === 'rejected' && !failedGroups.has(group)) failedGroups.set(group, result);
    return failedGroups.get(group) ?? result;
  });
}
