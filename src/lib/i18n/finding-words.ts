/**
 * The words of what the doctor found. Texts are templates, filled with the values of a finding:
 * `{code}`; `{silence:time}`, `:size`, `:bytes`, `:share`, `:whole` for numbers in the manner of
 * the language; `{by@role}` for an entry of a table, `*` where it has none, which may be a template
 * itself; `{n#frame}` for a number with its noun.
 */
import type { CheckName } from '#lib/capture/doctor/check.ts';
import type { FindingId, FindingParams, Severity } from '#lib/capture/doctor/finding.ts';
import type { ReportWords } from '#lib/capture/export/report.ts';

export interface FindingText {
  readonly title: string;
  /** What it means, and what shows it. */
  readonly means: string;
  /** What script in a browser is told of it; undefined: it is told nothing, or it does not matter. */
  readonly script?: string;
  readonly todo?: string;
}

type Plural = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>;
type Table = Readonly<Record<string, string>>;

/** src/content/doctor/en.json, and its twins. */
export interface DoctorDictionary {
  readonly findings: Readonly<Record<FindingId, FindingText>>;
  readonly nothing: { readonly title: string; readonly means: string };
  readonly checks: Readonly<Record<CheckName, string>>;
  readonly severity: Readonly<Record<Severity, string>>;
  readonly tables: Readonly<Record<string, Table>>;
  readonly plurals: Readonly<Record<string, Plural>>;
  readonly units: Readonly<Record<string, string | Plural>>;
  readonly report: Readonly<Record<string, string>>;
}

/** What is said of a finding, and of none; and the messages of the report. */
export type FindingWords = ReportWords;

const PLACE = /\{([\w-]+)(?:([:@#])([\w-]+))?\}/g;

/** Words in a language; `rules`: the sentences of src/content/rules. */
export function findingWords(
  dictionary: DoctorDictionary,
  rules: Table,
  language: string
): FindingWords {
  const plurals = new Intl.PluralRules(language);
  const number = (value: number, digits = 0, least = 0) =>
    new Intl.NumberFormat(language, {
      maximumFractionDigits: digits,
      minimumFractionDigits: least
    }).format(value);
  const counted = (forms: string | Plural | undefined, value: number, shown = number(value, 1)) => {
    const form =
      typeof forms === 'object' ? (forms[plurals.select(value)] ?? forms.other ?? '') : forms;
    return (form ?? '').replace('{n}', shown);
  };
  const unit = (name: string, value: number, shown: string) =>
    counted(dictionary.units[name], value, shown);

  function time(milliseconds: number): string {
    if (milliseconds < 1000) return unit('ms', milliseconds, number(milliseconds));
    const seconds = milliseconds / 1000;
    if (seconds < 600) return unit('s', seconds, number(seconds, 1, 1));
    return unit('min', seconds / 60, number(seconds / 60, 1));
  }
  function size(bytes: number): string {
    if (bytes < 1000) return unit('bytes', bytes, number(bytes));
    const steps = ['kB', 'MB', 'GB'];
    let value = bytes / 1000;
    let step = 0;
    for (; value >= 999.5 && step < steps.length - 1; step++) value /= 1000;
    return unit(steps[step] ?? 'GB', value, number(Number(value.toPrecision(3)), 2));
  }
  function formatted(value: number, how: string): string {
    switch (how) {
      case 'time':
        return time(value);
      case 'size':
        return size(value);
      case 'bytes':
        return unit('bytes', value, number(value, 1));
      case 'share':
        return new Intl.NumberFormat(language, {
          style: 'percent',
          maximumFractionDigits: value < 0.1 ? 1 : 0
        }).format(value);
      default:
        return number(value);
    }
  }
  function entry(name: string, key: string): string {
    const table = name === 'rule' ? rules : dictionary.tables[name];
    return table?.[key] ?? table?.['*'] ?? '';
  }
  /** With the spaces that stand in it. */
  function filled(template: string, params: FindingParams): string {
    return template.replace(PLACE, (_, name: string, mark?: string, how = '') => {
      const value = params[name] ?? '';
      if (mark === '@') return filled(entry(how, String(value)), params);
      if (mark === '#') return counted(dictionary.plurals[how], Number(value));
      if (mark === ':') return formatted(Number(value), how);
      return String(value);
    });
  }
  /** A sentence that is left out leaves its space. */
  const fill = (template: string, params: FindingParams): string =>
    filled(template, params).replace(/ {2,}/g, ' ').trim();

  return {
    say({ id, params }) {
      const { title, means, script, todo } = dictionary.findings[id];
      return {
        title: fill(title, params),
        means: fill(means, params),
        ...(script ? { script: fill(script, params) } : {}),
        ...(todo ? { todo: fill(todo, params) } : {})
      };
    },
    nothing(checks) {
      const { title, means } = dictionary.nothing;
      const list = new Intl.ListFormat(language, { type: 'conjunction' }).format(
        checks.map((name) => dictionary.checks[name])
      );
      return { title, means: fill(means, { list }) };
    },
    severity: (severity) => dictionary.severity[severity],
    report: (id, values = {}) => fill(dictionary.report[id] ?? '', values),
    time,
    size
  };
}
