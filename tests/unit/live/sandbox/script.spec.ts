import { Script } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { codeLineAt, lineOf, SCRIPT_NAME, type PaneLines } from '#lib/live/sandbox/code-lines.ts';
import { isParsed, mistakeOf } from '#lib/live/sandbox/complaint.ts';
import { mayCompress, runtimeText } from '#lib/live/sandbox/runtime-text.ts';
import { checkScript, PARSED, runScript } from '#lib/live/sandbox/script.ts';

const RUNTIME = '(()=>{\nglobalThis.x=1\n})()';

const parses = (text: string): boolean => {
  try {
    new Script(text);
    return true;
  } catch {
    return false;
  }
};

describe('the script of a run', () => {
  it('has each line of both panes where it says', () => {
    const program = { client: 'a();\r\nb();\u2028c();', server: 'd();\n\ne();\n' };
    const { text, lines } = runScript(RUNTIME, program);
    const all = text.split(/\r\n|[\n\r\u2028\u2029]/);
    const found = all.flatMap((line, index) => {
      const own = codeLineAt(lines, index + 1);
      return own ? [`${own.pane} ${own.line} ${line}`] : [];
    });
    expect(found).toEqual([
      'client 1 a();',
      'client 2 b();',
      'client 3 c();',
      'server 1 d();',
      'server 2 ',
      'server 3 e();',
      'server 4 '
    ]);
  });

  it('parses with any code that parses alone', () => {
    for (const code of ['', 'await 0;', 'return 1', '// x', 'const console = 1;', '"use strict"'])
      expect(parses(runScript(RUNTIME, { client: code, server: code }).text), code).toBe(true);
  });
});

describe('the compressor', () => {
  const RUN = 'out.push((function (pako) { return () => new pako.ZStream(); })(pako));';
  const PART = 'var bundle=(function(e){e.ZStream=class{here=1};return e})({});';
  const made = (compressor: string | undefined) => {
    const out: (() => unknown)[] = [];
    new Script(`${runtimeText(RUN, compressor)}names=[typeof pako,typeof bundle]`).runInNewContext(
      Object.assign(context, { out })
    );
    return out[0];
  };
  const context: { names?: string[] } = {};

  it('is given to the runtime, and seen by nothing else', () => {
    expect(made(PART)?.()).toMatchObject({ here: 1 });
    expect(context.names).toEqual(['undefined', 'undefined']);
  });

  it('says what to do where the code did not name it', () => {
    expect(() => made(undefined)?.()).toThrow('perMessageDeflate: write this name out');
    expect(context.names).toEqual(['undefined', 'undefined']);
  });

  it('is brought for a program that names permessage-deflate, in either way and pane', () => {
    const [client, server] = ['', 'new WebSocketServer({ port: 1, perMessageDeflate: true })'];
    expect(mayCompress({ client, server })).toBe(true);
    expect(mayCompress({ client: '// permessage-deflate', server: '' })).toBe(true);
    expect(mayCompress({ client: 'new WebSocket(url)', server: '' })).toBe(false);
  });
});

describe('code that closes the function it stands in', () => {
  it.each([
    '} alert(1); {',
    '}, x() {',
    '}}), evil: alert(1), y: () => ({ async run() {',
    '}\nalert(1)\n{\n}\nx()\n{',
    '}, get x() { return 1 }, async run() {',
    '};',
    '}',
    '} // ',
    '/*',
    '`${',
    '<!--\n}'
  ])('%j does not pass both', (code) => {
    const both =
      parses(checkScript('client', code).text) &&
      parses(runScript(RUNTIME, { client: code, server: '' }).text);
    expect(both).toBe(false);
  });
});

describe('the line of an error', () => {
  const lines: PaneLines[] = [
    { pane: 'client', first: 10, count: 5 },
    { pane: 'server', first: 20, count: 5 }
  ];

  it('is the innermost of the reader’s own', () => {
    const chromium = `Error: no\n    at send (${SCRIPT_NAME}:3:99)\n    at ws.onopen (${SCRIPT_NAME}:12:5)\n    at ${SCRIPT_NAME}:21:1`;
    const firefox = `send@${SCRIPT_NAME}:3:99\nonopen@${SCRIPT_NAME}:22:5\n`;
    expect(lineOf(lines, chromium)).toEqual({ pane: 'client', line: 3 });
    expect(lineOf(lines, firefox)).toEqual({ pane: 'server', line: 3 });
  });

  it('is unknown where there is none', () => {
    for (const stack of [undefined, 7, '', `Error\n    at ${SCRIPT_NAME}:3:1`, 'at other.js:12:1'])
      expect(lineOf(lines, stack)).toBeUndefined();
  });
});

describe('a complaint', () => {
  const { lines } = checkScript('server', 'one\ntwo');
  const complaint = (message: string, line: number, column = 3) => ({
    id: 0,
    message,
    line,
    column
  });

  it('is none when the code was parsed', () => {
    expect(isParsed(complaint(`Uncaught ${PARSED}`, 1))).toBe(true);
    expect(isParsed(complaint(`SyntaxError: ${PARSED}`, 2))).toBe(false);
  });

  it('names the place in the pane', () => {
    expect(mistakeOf(complaint('Uncaught SyntaxError: Unexpected token', 3), lines)).toEqual({
      pane: 'server',
      line: 2,
      column: 3,
      message: 'Unexpected token'
    });
  });

  it('names the last line where the code does not end', () => {
    expect(mistakeOf(complaint('SyntaxError: Unexpected end', 4), lines)).toMatchObject({
      line: 2
    });
  });
});
