/** "TICK", so that another program's file is not taken for a journal. */
export const applicationId = 0x5449434b

/**
 * One entry for each version, in order; none is ever changed. Amounts of wei and hashes are text: they are
 * larger than SQLite's integers.
 */
export const migrations: readonly string[] = [
  `
  create table job (
    id integer primary key,
    chain integer not null,
    vault text not null,
    keeper text not null,
    kind text not null check (kind in ('poke', 'commit', 'reveal', 'expire', 'score', 'finalise')),
    epoch integer not null,
    -- Of several jobs of a kind in an epoch: scores are of other epochs' inferences.
    subject text not null,
    state text not null check (
      state in ('planned', 'signed', 'sent', 'mined', 'final', 'failed', 'cancelled', 'would-send')
    ),
    target text not null,
    data text not null,
    detail text not null,
    -- Unix second after which it could only fail.
    useful_until integer not null,
    reverts integer not null default 0,
    created_at integer not null,
    updated_at integer not null
  ) strict;
  create unique index one_live_job on job (chain, vault, keeper, kind, epoch, subject)
    where state in ('planned', 'signed', 'sent', 'mined');
  create index jobs_of_epoch on job (epoch);

  create table tx_attempt (
    id integer primary key,
    job integer not null references job (id),
    purpose text not null check (purpose in ('work', 'cancel')),
    nonce integer not null,
    hash text not null unique,
    raw text not null,
    max_fee_wei text not null,
    tip_wei text not null,
    status text not null check (status in ('signed', 'sent', 'mined', 'lost')),
    endpoint text,
    signed_at integer not null,
    sent_block integer,
    block_number integer,
    block_hash text,
    reverted integer
  ) strict;
  create index attempts_of_job on tx_attempt (job);
  create index attempts_by_status on tx_attempt (status);

  create table nonce (
    chain integer not null,
    account text not null,
    next integer not null,
    primary key (chain, account)
  ) strict;

  create table decision (
    chain integer not null,
    vault text not null,
    keeper text not null,
    epoch integer not null,
    state text not null,
    payload text not null,
    decided_at integer not null,
    primary key (chain, vault, keeper, epoch)
  ) strict;

  create table event (
    seq integer primary key autoincrement,
    at integer not null,
    vault text,
    epoch integer,
    kind text not null,
    body text not null
  ) strict;
  create index events_of_epoch on event (vault, epoch);
  create trigger events_stay before update on event
    begin select raise(abort, 'events are only ever appended'); end;
  create trigger events_are_kept before delete on event
    begin select raise(abort, 'events are only ever appended'); end;

  create table lease (
    name text primary key,
    holder text not null,
    fence integer not null,
    expires integer not null
  ) strict;

  create table alert (
    key text primary key,
    last_sent integer not null,
    count integer not null
  ) strict;
  `,
  `
  create table breaker (
    -- One row: failures are of the process, whatever vault they were about.
    id integer primary key check (id = 1),
    failures integer not null,
    opens_until integer not null
  ) strict;
  `,
  `
  -- What was told last, for those who look from outside.
  alter table alert add column text text not null default '';
  `,
]
