/** The client asks again and again; the server answers at once, with news or without. */
import { HttpClient, newsOf, postsOf, type Asked } from './http.ts';
import { Lane } from './lane.ts';
import type { TransportRun } from './run.ts';
import type { Settings } from './settings.ts';
import type { AppMessage } from './traffic.ts';

export function shortPolling(settings: Settings, traffic: readonly AppMessage[]): TransportRun {
  const { interval, after, empty, keepAlive } = settings.polling;
  const lane = new Lane('short-polling', settings, traffic);
  const client = new HttpClient(lane, keepAlive);
  let news: AppMessage[] = [];
  let lastId = 0;
  let clientHas: number | undefined;

  lane.onMessages('server', (message) => void news.push(message));
  postsOf(lane, client);

  const tagOf = (id: number) => `"${id}"`;
  function answer({ answer }: Asked, done: () => void): void {
    lane.counts.answers++;
    if (news.length === 0) {
      lane.counts.emptyAnswers++;
      const tag = empty === 304 ? tagOf(lastId) : undefined;
      // What has no tag yet cannot be unchanged.
      if (empty === 304 && clientHas !== undefined)
        return answer({ kind: 'unchanged', flight: 'empty', values: { tag } }, done);
      if (empty === 204) return answer({ kind: 'empty', flight: 'empty' }, done);
      return answer({ kind: 'news', flight: 'empty', values: { length: 0, tag } }, () => {
        if (empty === 304) clientHas = 0;
        done();
      });
    }
    const { body, parts, messages } = newsOf(news);
    const id = news.at(-1)?.id ?? 0;
    lastId = id;
    news = [];
    const tag = empty === 304 ? tagOf(id) : undefined;
    answer(
      {
        kind: 'news',
        flight: 'answer',
        values: { length: body.length, tag },
        body,
        parts,
        messages
      },
      () => {
        clientHas = id;
        lane.deliver(messages);
        done();
      }
    );
  }

  function poll(): void {
    const began = lane.queue.now;
    const tag = empty === 304 && clientHas !== undefined ? tagOf(clientHas) : undefined;
    client.ask({
      kind: 'poll',
      flight: 'request',
      values: { tag },
      asked: (asked) =>
        answer(asked, () => {
          // A poll does not begin while another is under way: one that is late begins at once.
          const now = lane.queue.now;
          const next = after === 'response' ? now + interval : began + interval;
          lane.queue.at(Math.max(now, next), poll);
        })
    });
  }
  lane.queue.at(0, poll);
  return lane.run();
}
