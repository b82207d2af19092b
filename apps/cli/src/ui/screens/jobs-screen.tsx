import { Lines } from '../parts/lines.tsx'
import { selectionKeys, within } from '../parts/selection.ts'
import { Table } from '../parts/table.tsx'
import { defineScreen } from '../shell/screen.ts'

/** What was started in this session, and how it goes. */
export const jobsScreen = defineScreen<never, { readonly selected: number }>({
  name: 'jobs',
  summary: 'what was started in this session',
  title: () => 'jobs',
  start: () => ({ selected: 0 }),
  keys: ({ jobs, local, size, remember, shell }) => {
    const selected = within(local.selected, jobs.length)
    const job = jobs[selected]
    return [
      ...selectionKeys({
        selected,
        count: jobs.length,
        page: size.rows - 1,
        select: (index) => remember({ selected: index }),
      }),
      {
        keys: ['enter'],
        label: 'open',
        help: 'opens the screen of the selected job',
        disabled: job?.screen === undefined ? 'the selected job has no screen' : undefined,
        run: () => {
          if (job?.screen !== undefined) shell.open(job.screen.name, ...job.screen.args)
        },
      },
      {
        keys: ['x'],
        label: 'stop',
        help: 'stops the selected job as Ctrl-C would: what is finished is kept',
        disabled: job?.status === 'running' ? undefined : 'the selected job does not run',
        run: () => {
          if (job !== undefined) shell.stopJob(job.id)
        },
      },
    ]
  },
  view: ({ jobs, local, size, look }) =>
    jobs.length === 0 ? (
      <Lines lines={['Nothing was started in this session.']} size={size} look={look} />
    ) : (
      <Table
        columns={[
          { title: 'job', least: 12 },
          { title: 'state' },
          { title: 'outcome', leaves: 1, least: 10 },
        ]}
        rows={jobs.map(({ title, status, outcome }) => [title, status, outcome ?? ''])}
        selected={within(local.selected, jobs.length)}
        size={size}
        look={look}
      />
    ),
})
