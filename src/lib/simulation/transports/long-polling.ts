/** The server holds each request until it has something to say (RFC 6202 §2). */
import { HttpClient, newsOf, postsOf, type Asked } from './http.ts';
import { Lane } from './lane.ts';
import type { TransportRun } from './run.ts';
import type { Settings } from './settings.ts';
import type { AppMessage } from './traffic.ts';

export function longPolling(settings: Settings, traffic: readonly AppMessage[]): TransportRun {
  const { hold, gather } = settings.longPolling;
  const lane = new Lane('long-polling', settings, traffic);
  const client = new HttpClient(lane);
  let news: AppMessage[] = [];
  let held: { readonly asked: Asked; readonly since: number; gathering: boolean } | undefined;

  function answer(): void {
    if (!held) return;
    const { asked, since } = held;
    held = undefined;
    const now = lane.queue.now;
    if (now > since) lane.holds.push({ from: since, to: now });
    lane.counts.answers++;
    if (news.length === 0) {
      lane.counts.emptyAnswers++;
      return asked.answer({ kind: 'empty', flight: 'empty' }, poll);
    }
    const { body, parts, messages } = newsOf(news);
    news = [];
    asked.answer(
      { kind: 'news', flight: 'answer', values: { length: body.length }, body, parts, messages },
      () => {
        lane.deliver(messages);
        poll();
      }
    );
  }

  /** There is something to say: now, or when more has been gathered. */
  function say(): void {
    if (!held || held.gathering || news.length === 0) return;
    if (gather === 0) return answer();
    const mine = held;
    mine.gathering = true;
    lane.queue.after(gather, () => {
      if (held === mine) answer();
    });
  }

  function poll(): void {
    client.ask({
      kind: 'poll',
      flight: 'request',
      asked: (asked) => {
        const mine = { asked, since: lane.queue.now, gathering: false };
        held = mine;
        lane.queue.after(hold, () => {
          if (held === mine && !mine.gathering) answer();
        });
        say();
      }
    });
  }

  lane.onMessages('server', (message) => {
    news.push(message);
    say();
  });
  postsOf(lane, client);
  lane.queue.at(0, poll);
  const run = lane.run();
  return held && settings.duration > held.since
    ? { ...run, holds: [...run.holds, { from: held.since, to: settings.duration }] }
    : run;
}
