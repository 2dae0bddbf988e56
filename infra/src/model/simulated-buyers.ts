import { PURCHASE_MESSAGE_VERSION } from '@willcall/contracts';
import { isLatchSettled } from '@willcall/domain';
import type { ArrivedPurchase } from '@willcall/worker';
import { constants } from './constants.ts';
import type { RecordedDecision } from './simulated-tables.ts';
import { type Simulation, TokenBucket } from './simulation.ts';

export type BuyersOptions = {
  readonly simulation: Simulation;
  readonly random: () => number;
  readonly buyers: number;
  readonly ticketsEach: number;
  /** Milliseconds in which the buyers come, evenly. */
  readonly withinMs: number;
  /** Requests that are admitted: each second, and at once. */
  readonly rate: number;
  readonly burst: number;
  readonly showId: string;
  readonly clock: () => Date;
  readonly soldOutAt: () => string | undefined;
  readonly send: (purchase: ArrivedPurchase) => void;
};

/** Milliseconds between two looks at who asks. */
export const TICK_MS = 100;

/** Characters of a purchase key: 12 bytes in base64url. */
const KEY_LENGTH = 16;

/**
 * The buyers, from their first request to their answer. Each asks once. A request above the rate is
 * answered with 429, and the buyer asks again. `accept` queues the purchase, or refuses it once the
 * sold-out latch is settled.
 */
export class SimulatedBuyers {
  /** By buyer: milliseconds of the first request, of the queued one, and of the answer. NaN if there is none. */
  readonly cameAt: Float64Array;
  readonly queuedAt: Float64Array;
  readonly answeredAt: Float64Array;
  answered = 0;
  confirmed = 0;
  ticketsSold = 0;
  /** Requests that API Gateway answered with 429. */
  throttled = 0;
  /** Buyers that accept refused by itself. */
  refusedEarly = 0;
  /** The most requests of one second, before any throttle. */
  readonly peakRate: number;
  /** Milliseconds: the longest wait from an accepted request to its decision. */
  longestLagMs = 0;
  /** The wait of the purchase that was decided last. */
  lastLagMs = 0;
  /** Purchases that are queued and not decided. */
  undecided = 0;
  readonly #options: BuyersOptions;
  readonly #bucket: TokenBucket;
  /** The buyers that ask again. */
  readonly #refused: number[] = [];
  #came = 0;
  /** Requests since the last look, including a part of one. */
  #askAgain = 0;

  constructor(options: BuyersOptions) {
    const { buyers, withinMs, rate, burst } = options;
    this.#options = options;
    this.#bucket = new TokenBucket(rate, burst);
    this.cameAt = new Float64Array(buyers);
    this.queuedAt = new Float64Array(buyers).fill(Number.NaN);
    this.answeredAt = new Float64Array(buyers).fill(Number.NaN);
    this.peakRate = Math.min(buyers, Math.ceil((buyers * 1_000) / Math.max(withinMs, 1_000)));
    this.#tick();
  }

  /** The buyers that were refused by a 429 and ask again. */
  get waiting(): number {
    return this.#refused.length;
  }

  get areAnswered(): boolean {
    return this.answered === this.#options.buyers;
  }

  /** Notes the decision of a worker. */
  decide({ userId, status, quantity }: RecordedDecision): void {
    const buyer = Number(userId);
    this.lastLagMs = this.#options.simulation.now - (this.queuedAt[buyer] ?? 0);
    this.longestLagMs = Math.max(this.longestLagMs, this.lastLagMs);
    this.undecided -= 1;
    if (status === 'CONFIRMED') {
      this.confirmed += 1;
      this.ticketsSold += quantity;
    }
    this.#answer(buyer);
  }

  #answer(buyer: number): void {
    if (!Number.isNaN(this.answeredAt[buyer])) throw new Error(`Buyer ${buyer} is answered twice`);
    this.answeredAt[buyer] = this.#options.simulation.now;
    this.answered += 1;
  }

  #tick(): void {
    const { simulation, buyers, withinMs } = this.#options;
    simulation.after(TICK_MS, () => {
      this.#askAgain += (this.#refused.length * TICK_MS) / constants.retryMs.value;
      const repeated = Math.min(this.#refused.length, Math.floor(this.#askAgain));
      this.#askAgain -= repeated;
      for (let nth = 0; nth < repeated; nth += 1) this.#ask(this.#takeRefused());
      const share = withinMs === 0 ? 1 : Math.min(1, simulation.now / withinMs);
      for (; this.#came < Math.floor(buyers * share); this.#came += 1) {
        this.cameAt[this.#came] = simulation.now;
        this.#ask(this.#came);
      }
      if (this.#came < buyers || this.#refused.length > 0) this.#tick();
    });
  }

  /** Takes one of the buyers that ask again, by chance. */
  #takeRefused(): number {
    const index = Math.floor(this.#options.random() * this.#refused.length);
    const last = this.#refused.pop() ?? 0;
    const chosen = this.#refused[index];
    if (chosen === undefined) return last;
    this.#refused[index] = last;
    return chosen;
  }

  #ask(buyer: number): void {
    const { simulation, random } = this.#options;
    if (this.#bucket.left(simulation.now) < 1) {
      this.throttled += 1;
      this.#refused.push(buyer);
      return;
    }
    this.#bucket.take(1);
    // Requests of one look are spread over its time.
    simulation.after(random() * TICK_MS + constants.acceptMs.value, () => this.#accept(buyer));
  }

  #accept(buyer: number): void {
    const { simulation, clock, soldOutAt, send, showId, ticketsEach } = this.#options;
    const now = clock();
    const latchedAt = soldOutAt();
    const lag = { lagMs: this.longestLagMs, at: now.toISOString() };
    if (latchedAt !== undefined && isLatchSettled(latchedAt, [lag], now)) {
      this.refusedEarly += 1;
      this.#answer(buyer);
      return;
    }
    this.queuedAt[buyer] = simulation.now;
    this.undecided += 1;
    send(makePurchase(buyer, showId, ticketsEach, now.toISOString()));
  }
}

/** The purchase of a buyer, as the worker reads it from its message. */
export function makePurchase(
  buyer: number,
  showId: string,
  quantity: number,
  requestedAt: string,
): ArrivedPurchase {
  const userId = String(buyer);
  const key = userId.padStart(KEY_LENGTH, '0');
  return {
    key,
    userId,
    quantity,
    requestedAt,
    hasCard: true,
    message: {
      version: PURCHASE_MESSAGE_VERSION,
      purchaseId: key.repeat(2),
      userId,
      showId,
      quantity,
      holder: { name: 'Buyer', email: 'buyer@example.com' },
      card: { brand: 'visa', last4: '4242' },
      requestedAt,
      correlationId: userId,
    },
  };
}
