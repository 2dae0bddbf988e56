import { known } from '@willcall/contracts';
import {
  type EndedHolds,
  latchSoldOut,
  type PurchaseRecord,
  purchaseRef,
  readShardCounters,
  releaseHolds,
  type ShowRecord,
  settleHolds,
  shardKey,
} from '@willcall/store';
import { PaymentsError } from '../errors.ts';
import { type Acted, act } from './act.ts';
import type { TaskDependencies } from './dependencies.ts';
import { type Look, renewLook } from './looks.ts';

/** A purchase moves only forwards: HELD, EXPIRED, CONFIRMED, CANCELLED. So a look is overtaken at most so often. */
const MAX_ROUNDS = 5;

type Joint = Extract<Acted, { readonly kind: 'settle' | 'release' }>;

/** What became of looks: those that failed, with their errors. All others are done. */
type FailedLooks = Map<Look, unknown>;

/**
 * Works on purchases side by side, and settles and releases the holds of a show together: one transaction each for all
 * of the batch. What another call was faster to change is judged again as it is now. One that fails takes nothing from
 * the others.
 */
export async function workOnLooks(
  looks: readonly Look[],
  dependencies: TaskDependencies,
): Promise<FailedLooks> {
  const failed: FailedLooks = new Map();
  /** The look as it is now, and the look that it was in the beginning. */
  let open = new Map(looks.map((look) => [look, look]));
  for (let round = 0; round < MAX_ROUNDS && open.size > 0; round += 1) {
    const joint = new Map<Look, Joint>();
    const overtaken = new Map<Look, PurchaseRecord>();
    const fail = (look: Look, error: unknown) => failed.set(known(open.get(look), 'look'), error);
    await Promise.all(
      [...open.keys()].map(async (look) => {
        try {
          const acted = await act(look, dependencies);
          if (acted.kind === 'again') overtaken.set(look, acted.record);
          else if (acted.kind !== 'done') joint.set(look, acted);
        } catch (error) {
          fail(look, error);
        }
      }),
    );
    const ended = await endTogether(joint, dependencies);
    for (const [look, error] of ended.failed) fail(look, error);
    const next = new Map<Look, Look>();
    await Promise.all(
      [...overtaken, ...ended.overtaken].map(async ([look, record]) => {
        try {
          next.set(await renewLook(look, record, dependencies), known(open.get(look), 'look'));
        } catch (error) {
          fail(look, error);
        }
      }),
    );
    open = next;
  }
  for (const first of open.values()) {
    failed.set(first, new PaymentsError('CONTENDED', 'Others keep changing the purchase'));
  }
  return failed;
}

type EndedTogether = {
  readonly failed: Map<Look, unknown>;
  /** The current records of looks that another call was faster to change. */
  readonly overtaken: Map<Look, PurchaseRecord>;
};

/** Settles and releases the holds of each show, in one transaction each. */
async function endTogether(
  joint: ReadonlyMap<Look, Joint>,
  dependencies: TaskDependencies,
): Promise<EndedTogether> {
  const { store, measure } = dependencies;
  const failed = new Map<Look, unknown>();
  const overtaken = new Map<Look, PurchaseRecord>();
  const collect = (looks: ReadonlyMap<string, Look>, ended: EndedHolds<PurchaseRecord>) => {
    const lookOf = (record: Pick<PurchaseRecord, 'userId' | 'recordKey'>) =>
      known(looks.get(refOf(record)), 'look of a hold');
    for (const record of ended.overtaken) overtaken.set(lookOf(record), record);
    for (const { purchase, error } of ended.failed) failed.set(lookOf(purchase), error);
  };
  const groups = [...Map.groupBy(joint, ([, { kind, show }]) => `${kind} ${show.showId}`).values()];
  await Promise.all(
    groups.map(async (group) => {
      const looks = new Map(group.map(([look]) => [refOf(look.record), look]));
      const { show } = known(group[0], 'look')[1];
      const settlements = group.flatMap(([, one]) => (one.kind === 'settle' ? one.settlement : []));
      const releases = group.flatMap(([, one]) => (one.kind === 'release' ? one.release : []));
      try {
        if (settlements.length > 0) {
          const settled = await settleHolds(store, show, settlements, dependencies);
          measure.count('PaymentsSettled', settled.ended.length);
          collect(looks, settled);
          await latchIfSoldOut(show, settled.ended, dependencies);
        }
        if (releases.length > 0) {
          const released = await releaseHolds(store, show, releases, dependencies);
          measure.count('HoldsReleased', released.ended.length);
          collect(looks, released);
        }
      } catch (error) {
        for (const look of looks.values()) failed.set(look, error);
      }
    }),
  );
  return { failed, overtaken };
}

const refOf = ({ userId, recordKey }: Pick<PurchaseRecord, 'userId' | 'recordKey'>): string =>
  purchaseRef(userId, recordKey);

/**
 * Sets the sold-out latch if the shards of settled purchases have neither available nor held tickets any more. A
 * failure is logged and harmless: the next refusal tries again. 1 read unit for each shard.
 */
async function latchIfSoldOut(
  show: ShowRecord,
  settled: readonly PurchaseRecord[],
  { store, clock, log, measure }: TaskDependencies,
): Promise<void> {
  const { showId } = show;
  const shards = new Set(settled.flatMap(({ from = [] }) => from.map(([shard]) => shard)));
  if (shards.size === 0 || show.soldOutAt !== undefined) return;
  try {
    const keys = [...shards].map((shard) => shardKey(showId, shard));
    const { found } = await readShardCounters(store, keys);
    const isLeft = [...found.values()].some(({ available, held }) => available + held > 0);
    if (isLeft) return;
    const correlationId = known(settled[0], 'settled purchase').correlationId;
    if (await latchSoldOut(store, show, { at: clock().toISOString(), correlationId })) {
      measure.count('ShowsSoldOut');
      log.info('Show sold out', { showId, correlationId });
    }
  } catch (error) {
    measure.count('LatchesFailed');
    log.warn('The sold-out latch could not be set', { showId, error });
  }
}
