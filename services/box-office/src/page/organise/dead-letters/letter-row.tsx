import type { DeadLetter } from '@willcall/client';
import { formatCount, formatMoment } from '../../text/formats.ts';
import { operateTexts } from '../../text/operate.ts';

const texts = operateTexts.deadLetters;

/** A message with its verdict. */
export function LetterRow({ letter }: { readonly letter: DeadLetter }) {
  const { purchaseId, messageId, receiveCount, sentAt } = letter;
  return (
    <li>
      <code>{purchaseId ?? texts.unknown}</code>
      <p>{sayVerdict(letter)}</p>
      <p class="note">
        {texts.received(formatCount(receiveCount))}, {texts.since(formatMoment(sentAt))} ·{' '}
        <code>{messageId}</code>
      </p>
    </li>
  );
}

function sayVerdict({ verdict, status, why, next }: DeadLetter): string {
  switch (verdict) {
    case 'decided':
      return status === undefined || status === 'UNREADABLE'
        ? texts.unreadable
        : texts.decided[status];
    case 'waiting':
      return texts.waiting[next === 'redrive' ? 'redrive' : 'retry'];
    case 'poison': {
      const after = next === 'FAILED' || next === 'park' || next === 'repair' ? next : 'repair';
      return `${texts.poison(why ?? '')} ${texts.after[after]}`;
    }
  }
}
