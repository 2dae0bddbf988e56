import { useRef } from 'preact/hooks';
import { organiser } from '../../api/willcall.ts';
import { ConfirmedAction } from '../../mine/confirmed-action.tsx';
import { navigate, paths } from '../../routing.tsx';
import { formatCount } from '../../text/formats.ts';
import { organiseTexts } from '../../text/organise.ts';
import { useAction } from '../use-action.ts';
import type { ManagedShow } from './sale-switch.tsx';

const texts = organiseTexts.manage.ending;

/** Cancelling and removing. Both ask first, and say what they do. */
export function Ending({
  show,
  sold,
  onChanged,
}: ManagedShow & { readonly sold: number | undefined }) {
  const { failure, run } = useAction();
  const { showId } = show;
  const ending = useRef<HTMLDivElement>(null);
  const cancel = () =>
    run(async () => {
      onChanged(await organiser.cancel(showId));
      // Its button goes, so the focus goes to the view.
      ending.current?.closest<HTMLElement>('[tabindex="-1"]')?.focus();
    });
  const remove = () =>
    run(async () => {
      await organiser.remove(showId);
      navigate(paths.organise, { replace: true });
    });
  return (
    <div class="ending" ref={ending}>
      {show.cancelledAt === undefined && (
        <ConfirmedAction
          label={texts.cancel.label}
          question={texts.cancel.question}
          consequence={texts.cancel.consequence(
            sold === undefined ? undefined : formatCount(sold),
            show.payment !== undefined,
          )}
          onConfirm={cancel}
        />
      )}
      <ConfirmedAction {...texts.remove} onConfirm={remove} />
      <p class="error" role="alert">
        {failure}
      </p>
    </div>
  );
}
