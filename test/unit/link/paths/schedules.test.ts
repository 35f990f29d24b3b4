import { describe, expect, test } from 'vitest';
import { doneBy } from './paths.ts';

describe('what runs by the clock', () => {
  test.each([
    ['node-cron', `import cron from 'node-cron'; cron.schedule('* * * * *', async () => { await $a; });`],
    ['cron', `import { CronJob } from 'cron'; new CronJob('* * * * *', async () => { await $a; }).start();`],
    [
      'node-schedule',
      `import schedule from 'node-schedule'; schedule.scheduleJob('* * * * *', async () => { await $a; });`,
    ],
    ['setInterval', `setInterval(async () => { await $a; }, 1000);`],
    [
      '@Cron',
      `import { Cron } from '@nestjs/schedule'; import { Injectable } from '@nestjs/common'; @Injectable() export class Jobs { @Cron('* * * * *') async tidy() { await $a; } }`,
    ],
    [
      'toad-scheduler',
      `import { ToadScheduler, SimpleIntervalJob, AsyncTask } from 'toad-scheduler'; const scheduler = new ToadScheduler(); const task = new AsyncTask('tidy', async () => { await $a; }); scheduler.addSimpleIntervalJob(new SimpleIntervalJob({ seconds: 20 }, task));`,
    ],
  ])('is an operation of its own: %s', (_, main) => {
    const found = doneBy(main);
    expect(Object.values(found).flat(), JSON.stringify(found)).toEqual(['a']);
    expect(Object.keys(found)).not.toContain('start');
  });
});
