import type { Translate } from '#lib/i18n/messages.ts';
import type { Level } from '#lib/protocol/rules.ts';

/** The RFC's own words stay as they are; what it does not say in words has a name. */
export function levelName(level: Level, t: Translate): string {
  switch (level) {
    case 'MUST decline':
      return t('reference.level-decline');
    case 'MUST when noticed':
      return t('reference.level-noticed');
    case 'grammar':
    case 'definition':
    case 'derived':
    case 'reserved':
    case 'API':
      return t(`reference.level-${level}`);
    default:
      return level;
  }
}
