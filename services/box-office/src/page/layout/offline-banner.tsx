import { createObserved } from '../observed.ts';
import { texts } from '../text/language.ts';

const isOnline = createObserved(navigator.onLine);

window.addEventListener('online', () => isOnline.set(true));
window.addEventListener('offline', () => isOnline.set(false));

/** Says that the browser is offline. It lies over the page, so that nothing moves. */
export function OfflineBanner() {
  const online = isOnline.use();
  return (
    <div class="offline" role="status">
      {online ? null : <p>{texts.offline}</p>}
    </div>
  );
}
