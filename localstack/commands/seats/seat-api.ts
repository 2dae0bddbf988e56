import { problems } from '@willcall/contracts';
import * as z from 'zod';
import { BadSettingError } from '../../aws/local-aws-error.ts';
import type { Api, ApiAnswer, ApiRequest } from '../../cli/api/api.ts';
import { sendAgain } from '../../cli/api/send-again.ts';
import { UnexpectedAnswer } from '../../cli/api/unexpected-answer.ts';

const Added = z.object({ added: z.number(), existing: z.number(), capacity: z.number() });
const Refusal = z.object({
  code: z.enum(['SHOW_NOT_FOUND', 'WRONG_SEATING', 'SHOW_CANCELLED', 'TOO_MANY_SEATS']),
});

/** The seats of one show, as an admin changes them. Each call may be repeated, and is, while the API is out of reach. */
export type SeatApi = {
  /** @throws BadSettingError when the show takes none; UnexpectedAnswer; the signal's reason */
  add(seatIds: readonly string[]): Promise<z.infer<typeof Added>>;
  /** @throws BadSettingError when there is no such show; UnexpectedAnswer; the signal's reason */
  remove(seatId: string): Promise<'removed' | 'sold' | 'missing'>;
};

export const seatApi = (api: Api, showId: string, token: string, signal: AbortSignal): SeatApi => {
  const path = `/v1/shows/${showId}/seats`;
  const send = (request: Pick<ApiRequest, 'method' | 'path' | 'body'>) =>
    sendAgain(api, { ...request, token, signal });
  return {
    add: async (seats) => {
      const answer = await send({ method: 'PUT', path, body: { seats } });
      const added = Added.safeParse(answer === 'none' ? undefined : answer.body);
      if (answer !== 'none' && answer.status === 200 && added.success) return added.data;
      throw refusal('PUT /v1/shows/{showId}/seats', answer, '200');
    },
    remove: async (seatId) => {
      const answer = await send({ method: 'DELETE', path: `${path}/${seatId}` });
      if (answer !== 'none') {
        const code: unknown = Reflect.get(Object(answer.body), 'code');
        if (answer.status === 204) return 'removed';
        if (code === 'SEAT_SOLD') return 'sold';
        if (code === 'SEAT_NOT_FOUND') return 'missing';
      }
      throw refusal('DELETE /v1/shows/{showId}/seats/{seatId}', answer, '204');
    },
  };
};

function refusal(route: string, answer: ApiAnswer | 'none', expected: string): Error {
  const known = Refusal.safeParse(answer === 'none' ? undefined : answer.body);
  return known.success
    ? new BadSettingError(problems[known.data.code].title)
    : new UnexpectedAnswer(route, answer, expected);
}
