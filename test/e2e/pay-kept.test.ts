import { openClient } from '@willcall/client/checked';
import { known } from '@willcall/contracts';
import { issueToken, readRunningStack } from '@willcall/localstack';
import { expect, it } from 'vitest';
import { runAtEnd } from '../support/http/at-end.ts';
import { purchaseBodyWithoutCard, showBody } from '../support/http/bodies.ts';
import { makeBuyer, purchaseIdOf } from '../support/http/buyer.ts';
import { makeKeptFolders } from '../support/kept-stack.ts';
import { findChild, listsChildren } from '../support/local-children.ts';
import { runNpmStart } from '../support/npm-start.ts';
import { intentOf } from '../support/payments/local-provider.ts';

it.runIf(listsChildren)(
  'a payment of which nobody had heard when npm start was killed is settled after the next start',
  async () => {
    const { state, data } = await makeKeptFolders();
    const env = { WILLCALL_STATE: state, WILLCALL_DATA: data };
    const start = await runNpmStart(env);
    runAtEnd(start.kill);
    const { url, paymentsEndpoint } = known(await readRunningStack(state), 'running stack');
    const client = openClient({ url, idleTimeoutMs: 0 });
    runAtEnd(client.close);
    const { body: show } = await client.call('createShow', {
      body: showBody({ payment: 'PROVIDER' }),
      token: await issueToken({ user: 'ops', admin: true }, state),
    });
    const token = await issueToken({ user: 'ana' }, state);
    const ana = makeBuyer(client, token, 'ana');
    const location = await ana.request(purchaseBodyWithoutCard({ showId: show.showId }));
    expect(await ana.decided(location)).toMatchObject({ status: 'HELD' });
    const path = { purchaseId: purchaseIdOf(location) };
    const { body: payment } = await client.call('startPayment', { path, token });

    // A gateway that stands still receives no webhook.
    const gateway = findChild(start.pid, 'gateway');
    process.kill(gateway, 'SIGSTOP');
    const { clientSecret, publishableKey } = payment;
    const confirmed = await fetch(
      `${paymentsEndpoint}/v1/payment_intents/${intentOf(clientSecret)}/confirm`,
      {
        method: 'POST',
        headers: { authorization: `Bearer ${publishableKey}` },
        body: new URLSearchParams({ client_secret: clientSecret, payment_method: 'pm_card_visa' }),
      },
    );
    expect(await confirmed.json()).toMatchObject({ status: 'succeeded' });
    await start.kill();
    process.kill(gateway, 'SIGKILL');

    const next = await runNpmStart({ ...env, PORT: String(start.port) });
    runAtEnd(next.kill);
    await expect
      .poll(async () => (await ana.get(location)).body)
      .toMatchObject({ status: 'CONFIRMED', tickets: [{}] });
  },
);
