import type { LoadSample } from '../contract/sample.ts';

/** Counts what buyers see, and says it in a line. */
export const saleProgress = (
  { buyers, tickets }: { readonly buyers: number; readonly tickets: number },
  show: (line: string) => void,
): ((sample: LoadSample) => void) => {
  const counts = { came: 0, accepted: 0, answered: 0, sold: 0 };
  return (sample) => {
    switch (sample.kind) {
      case 'arrived':
        counts.came += 1;
        break;
      case 'accepted':
        counts.accepted += 1;
        break;
      case 'decided':
        counts.answered += 1;
        counts.sold += sample.status === 'CONFIRMED' ? sample.quantity : 0;
        break;
      case 'sold-out':
      case 'card-refused':
      case 'undecided':
      case 'unexpected':
        counts.answered += 1;
        break;
      case 'answer':
      case 'repeated':
        return;
    }
    const { came, accepted, answered, sold } = counts;
    show(
      `came ${came}/${buyers}  accepted ${accepted}  have their answer ${answered}  sold ${sold}/${tickets}`,
    );
  };
};
