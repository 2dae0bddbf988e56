import { formatMoney } from '@willcall/domain';
import type { Intent } from '../provider/payment-provider.ts';
import type { Difference, DifferenceCode } from './differences.ts';
import { type ComparedPurchase, keptOf } from './purchase-facts.ts';

export const toIntent = ({ payment }: ComparedPurchase): Pick<Intent, 'id'> | undefined =>
  payment === undefined ? undefined : { id: payment.intent };

export const withoutTickets = (purchase: ComparedPurchase, intent: Intent): Difference =>
  differ(
    'MONEY_WITHOUT_TICKETS',
    `Intent ${intent.id} kept ${formatKept(intent)} for purchase ${purchase.purchaseId}, which is ${purchase.status} without a refund`,
    purchase,
    intent,
  );

export const differ = (
  code: DifferenceCode,
  message: string,
  purchase: ComparedPurchase | undefined,
  intent?: Pick<Intent, 'id'>,
): Difference => ({
  code,
  message,
  ...(purchase === undefined
    ? {}
    : { purchase: { userId: purchase.userId, purchaseId: purchase.purchaseId } }),
  ...(intent === undefined ? {} : { intent: intent.id }),
});

export const formatKept = (intent: Intent): string =>
  formatTotal({ amount: keptOf(intent), currency: intent.amount.currency });

export const formatReceived = ({ received, amount: { currency } }: Intent): string =>
  formatTotal({ amount: received, currency });

export const formatTotal = (money: ComparedPurchase['total']): string =>
  money === undefined ? 'nothing' : formatMoney(money);
