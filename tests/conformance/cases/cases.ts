/** All cases, in order. Written from facts about what is sent and what passes, not from a suite. */
import type { Case } from './case.ts';
import { GROUP_1 } from './group-1.ts';
import { GROUP_2 } from './group-2.ts';
import { GROUP_3 } from './group-3.ts';
import { GROUP_4 } from './group-4.ts';
import { GROUP_5 } from './group-5.ts';
import { GROUP_6 } from './group-6.ts';
import { GROUP_7 } from './group-7.ts';
import { GROUP_9 } from './group-9.ts';
import { GROUP_10 } from './group-10.ts';
import { GROUP_12 } from './group-12.ts';
import { GROUP_13 } from './group-13.ts';

export const CASES: readonly Case[] = [
  ...GROUP_1,
  ...GROUP_2,
  ...GROUP_3,
  ...GROUP_4,
  ...GROUP_5,
  ...GROUP_6,
  ...GROUP_7,
  ...GROUP_9,
  ...GROUP_10,
  ...GROUP_12,
  ...GROUP_13
];

/** Cases of each group. There is no group 8 or 11. */
export const COUNTS: Readonly<Record<number, number>> = {
  1: 16,
  2: 11,
  3: 7,
  4: 10,
  5: 20,
  6: 145,
  7: 37,
  9: 54,
  10: 1,
  12: 90,
  13: 126
};

export const groupOf = ({ id }: Case): number => Number(id.split('.')[0]);
