import { useEffect, useState } from 'preact/hooks';
import { hasRunner } from '../api/configuration.ts';
import { askRunner } from '../api/runner.ts';
import { becomeOrganiser } from '../api/session.ts';
import { navigate, paths } from '../routing.tsx';
import { texts } from '../text/language.ts';

/** Milliseconds. What is said of a running sale is true when the button is pressed, and the sale ends soon. */
const RUNNING_MS = 10_000;

/** The button that starts a demo sale, or finds the one that runs. Whoever presses it watches as the organiser. */
function DemoSaleButton() {
  const [state, setState] = useState<'none' | 'starting' | 'running' | 'failed'>('none');
  const { button, starting, running, failed } = texts.demo;
  useEffect(() => {
    if (state !== 'running') return;
    const timer = setTimeout(() => setState('none'), RUNNING_MS);
    return () => clearTimeout(timer);
  }, [state]);

  const start = async () => {
    setState('starting');
    try {
      const { status, body } = await askRunner('demo-sale', {});
      const { showId } = body;
      if (typeof showId !== 'string') throw new Error(`The runner answered ${status}.`);
      await becomeOrganiser();
      navigate(paths.live(showId));
      setState(status === 409 ? 'running' : 'none');
    } catch {
      setState('failed');
    }
  };

  return (
    <div class="demo-start">
      <button
        type="button"
        class="primary"
        aria-disabled={state === 'starting'}
        onClick={() => state !== 'starting' && void start()}
      >
        {button}
      </button>
      <p class="note" role="status">
        {state === 'starting' && starting}
        {state === 'running' && running}
        {state === 'failed' && failed}
      </p>
    </div>
  );
}

/** The button of a demo sale, which only a runner has. */
export const DemoSale = () => (hasRunner() ? <DemoSaleButton /> : null);

/** Invites a newcomer to the first thing to see. */
export function DemoInvitation() {
  if (!hasRunner()) return null;
  const { title, text } = texts.demo;
  return (
    <section class="demo" aria-labelledby="demo-title">
      <div>
        <p class="demo-title" id="demo-title">
          {title}
        </p>
        <p>{text}</p>
      </div>
      <DemoSaleButton />
    </section>
  );
}
