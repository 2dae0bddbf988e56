import type { ShowResource } from '@willcall/client';
import { useState } from 'preact/hooks';

/** The colours of a drawn poster, chosen by the show's name. */
const COLOURS = 6;

/** The picture of a show: its flyer, or two stage lights and its initial, in colours that follow from its name. */
export function Poster({ show }: { readonly show: Pick<ShowResource, 'name' | 'flyerUrl'> }) {
  const [missing, setMissing] = useState<string>();
  const { name, flyerUrl } = show;
  const [initial = ''] = name;
  return (
    <div class={`poster poster-${sumOf(name) % COLOURS}`}>
      {flyerUrl !== undefined && flyerUrl !== missing ? (
        <img src={flyerUrl} alt="" onError={() => setMissing(flyerUrl)} />
      ) : (
        <svg viewBox="0 0 160 90" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
          <path class="poster-light" d="M30 -10 L150 100 H60 Z" />
          <path class="poster-light" d="M130 -10 L100 100 H10 Z" />
          <text x="80" y="60" text-anchor="middle">
            {initial.toUpperCase()}
          </text>
        </svg>
      )}
    </div>
  );
}

const sumOf = (text: string): number =>
  [...text].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0);
