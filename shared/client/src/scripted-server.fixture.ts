import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

type SeenRequest = Pick<IncomingMessage, 'method' | 'url' | 'headers'> & {
  readonly text: string;
};

/** A scripted answer, or a broken connection. */
export type ScriptedAnswer =
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: unknown;
    }
  | 'hang up'
  | 'say nothing';

export type ScriptedServer = {
  readonly url: string;
  readonly seen: readonly SeenRequest[];
  /** The number of opened connections. */
  connections(): number;
};

/** An HTTP server on this machine that returns these answers in turn, and repeats the last. */
export async function startScriptedServer(...answers: ScriptedAnswer[]): Promise<ScriptedServer> {
  const seen: SeenRequest[] = [];
  let connections = 0;
  const server = createServer(async (request, response) => {
    const { method, url, headers } = request;
    const answer = answers[Math.min(seen.length, answers.length - 1)];
    seen.push({ method, url, headers, text: await text(request) });
    if (answer === undefined || answer === 'say nothing') return;
    if (answer === 'hang up') {
      request.socket.destroy();
      return;
    }
    response.writeHead(answer.status, answer.headers);
    response.end(
      typeof answer.body === 'string' ? answer.body : answer.body && JSON.stringify(answer.body),
    );
  });
  server.on('connection', () => {
    connections += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, seen, connections: () => connections };
}
