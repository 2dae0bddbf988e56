import { readConfiguration } from '../api/configuration.ts';
import { useLoaded } from '../api/use-loaded.ts';
import { texts } from '../text/language.ts';
import type { PayPageProps } from './pay-page.tsx';
import type { ProviderForm } from './provider-form.ts';

/** Where a held purchase is paid. Whoever pays nothing never loads its code, nor that of a payment provider. */
export function PayView(props: PayPageProps) {
  const loaded = useLoaded({
    of: 'paying',
    load: async () => {
      const [{ PayPage }, provider] = await Promise.all([import('./pay-page.tsx'), loadForm()]);
      return { PayPage, provider };
    },
  });
  switch (loaded.state) {
    case 'loading':
      return <p class="pay">{texts.loading}</p>;
    case 'failed':
      return (
        <div class="pay" role="alert">
          <p>{texts.failure.noAnswer}</p>
          <button type="button" onClick={loaded.retry}>
            {texts.retry}
          </button>
        </div>
      );
    case 'loaded':
      return <loaded.value.PayPage provider={loaded.value.provider} {...props} />;
  }
}

async function loadForm(): Promise<ProviderForm> {
  // A local Stripe has an address; Stripe itself has none in the configuration.
  return readConfiguration().payments?.endpoint === undefined
    ? (await import('./stripe/stripe-form.tsx')).stripe
    : (await import('./local/test-method-form.tsx')).localStripe;
}
