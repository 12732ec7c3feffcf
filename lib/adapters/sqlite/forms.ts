/**
 * The forms that the database has had, oldest first: each is what turns the form before into it. A form that was released
 * never changes; what is new is another form at the end.
 *
 * Every row that holds an item has its checksum beside it (`sum`, see item-table.ts). The other columns are what lists are
 * found and narrowed by. They are written from the item, and the checksum covers them too.
 */
export const FORMS: readonly string[] = [
  `
  -- One row, changed with each commit; the mark beside the database has the same number.
  CREATE TABLE progress (id INTEGER PRIMARY KEY CHECK (id = 1), commits INTEGER NOT NULL) STRICT;
  INSERT INTO progress VALUES (1, 0);

  -- What holds for the whole store: its own id and fingerprints of the secrets beside it.
  CREATE TABLE facts (name TEXT PRIMARY KEY, item TEXT NOT NULL, sum TEXT NOT NULL) STRICT;

  CREATE TABLE records (
    id TEXT PRIMARY KEY, team TEXT NOT NULL, device TEXT NOT NULL, kind TEXT NOT NULL, jobType TEXT NOT NULL,
    state TEXT NOT NULL, at TEXT NOT NULL, isOpen INTEGER NOT NULL, item TEXT NOT NULL, sum TEXT NOT NULL
  ) STRICT;
  CREATE INDEX openRecords ON records (at, id, team, state) WHERE isOpen = 1;
  CREATE INDEX refusedByTime ON records (at, id, kind, jobType) WHERE state = 'refused';
  CREATE INDEX refusedByTeam ON records (team, at, id, kind, jobType) WHERE state = 'refused';
  CREATE INDEX refusedByDevice ON records (device, team, at, id, kind, jobType) WHERE state = 'refused';

  CREATE TABLE jobs (
    jobId TEXT PRIMARY KEY, id TEXT NOT NULL, team TEXT NOT NULL, device TEXT NOT NULL, kind TEXT NOT NULL,
    jobType TEXT NOT NULL, state TEXT NOT NULL, at TEXT NOT NULL, item TEXT NOT NULL, sum TEXT NOT NULL
  ) STRICT;
  CREATE INDEX jobsByTime ON jobs (at, id, kind, jobType, state);
  CREATE INDEX jobsByTeam ON jobs (team, at, id, kind, jobType, state);
  CREATE INDEX jobsByDevice ON jobs (device, team, at, id, kind, jobType, state);

  -- The buckets of jobs and of refused submissions. \`jobId\` is empty for a submission.
  CREATE TABLE buckets (
    bucket TEXT NOT NULL, team TEXT NOT NULL, at TEXT NOT NULL, id TEXT NOT NULL, jobId TEXT NOT NULL,
    PRIMARY KEY (bucket, team, at, id, jobId)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX bucketsOf ON buckets (id, jobId);

  CREATE TABLE events (
    record TEXT NOT NULL, at TEXT NOT NULL, id TEXT NOT NULL, item TEXT NOT NULL, sum TEXT NOT NULL,
    PRIMARY KEY (record, at, id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE checks (
    team TEXT NOT NULL, name TEXT NOT NULL, item TEXT NOT NULL, sum TEXT NOT NULL, PRIMARY KEY (team, name)
  ) STRICT;
  CREATE TABLE digests (team TEXT PRIMARY KEY, item TEXT NOT NULL, sum TEXT NOT NULL) STRICT;
  CREATE TABLE runs (
    team TEXT NOT NULL, name TEXT NOT NULL, at TEXT NOT NULL, id TEXT NOT NULL, item TEXT NOT NULL, sum TEXT NOT NULL,
    PRIMARY KEY (team, name, at, id)
  ) STRICT;
  CREATE INDEX runsByTime ON runs (at);

  CREATE TABLE depotJobs (
    jobId TEXT PRIMARY KEY, owner TEXT NOT NULL, at TEXT NOT NULL, item TEXT NOT NULL, sum TEXT NOT NULL
  ) STRICT;
  CREATE INDEX depotJobsByOwner ON depotJobs (owner, at, jobId);
  CREATE TABLE depotQuotas (owner TEXT NOT NULL, day TEXT NOT NULL, item TEXT NOT NULL, sum TEXT NOT NULL,
    PRIMARY KEY (owner, day)
  ) STRICT;

  CREATE TABLE archiveSums (name TEXT PRIMARY KEY, item TEXT NOT NULL, sum TEXT NOT NULL) STRICT;
  `,
  `
  -- The signed requests that made a job of the depot, or tried to, as long as they are good.
  CREATE TABLE depotRequests (
    digest TEXT PRIMARY KEY, until TEXT NOT NULL, item TEXT NOT NULL, sum TEXT NOT NULL
  ) STRICT;
  CREATE INDEX depotRequestsByTime ON depotRequests (until);
  `,
  `
  -- The manifests that jobs have had.
  CREATE TABLE manifests (
    jobId TEXT NOT NULL, number INTEGER NOT NULL, item TEXT NOT NULL, sum TEXT NOT NULL, PRIMARY KEY (jobId, number)
  ) STRICT;
  `,
  `
  CREATE TABLE subscriptions (
    team TEXT NOT NULL, name TEXT NOT NULL, item TEXT NOT NULL, sum TEXT NOT NULL, PRIMARY KEY (team, name)
  ) STRICT;

  -- \`due\` is empty for a delivery that no longer waits.
  CREATE TABLE deliveries (
    subscription TEXT NOT NULL, id TEXT NOT NULL, due TEXT NOT NULL, item TEXT NOT NULL, sum TEXT NOT NULL,
    PRIMARY KEY (subscription, id)
  ) STRICT;
  CREATE INDEX deliveriesDue ON deliveries (due, id, subscription) WHERE due <> '';
  CREATE INDEX deliveriesByTime ON deliveries (id);

  -- The jobs with notices that no subscription has got yet.
  CREATE TABLE jobsWithNotices (jobId TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
  `,
  `
  -- History, each event chained to the one before it in its stream. Positions and times grow together, so a part of the
  -- time is a part of the table. \`events\` has what was recorded before that.
  CREATE TABLE history (
    position INTEGER PRIMARY KEY, stream TEXT NOT NULL, sequence TEXT NOT NULL, at TEXT NOT NULL, team TEXT NOT NULL,
    item TEXT NOT NULL, sum TEXT NOT NULL, UNIQUE (stream, sequence)
  ) STRICT;
  CREATE INDEX historyByTime ON history (at);
  CREATE INDEX historyByTeam ON history (team);
  `,
  `
  -- The tags of jobs and of refused submissions, each as NAME=VALUE. \`jobId\` is empty for a submission.
  CREATE TABLE tags (
    tag TEXT NOT NULL, team TEXT NOT NULL, at TEXT NOT NULL, id TEXT NOT NULL, jobId TEXT NOT NULL,
    PRIMARY KEY (tag, team, at, id, jobId)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX tagsOf ON tags (id, jobId);
  `,
  `
  -- What lists find jobs by besides: the stage of the device, and when the job is to be looked at (empty: never again).
  CREATE TABLE devices (
    jobId TEXT PRIMARY KEY, stage TEXT NOT NULL, team TEXT NOT NULL, at TEXT NOT NULL, id TEXT NOT NULL, dueAt TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX devicesByStage ON devices (stage, at, id);
  CREATE INDEX devicesByStageAndTeam ON devices (stage, team, at, id);
  CREATE INDEX dueDevices ON devices (dueAt, jobId) WHERE dueAt <> '';

  -- The devices that jobs had before.
  CREATE TABLE formerDevices (
    device TEXT NOT NULL, team TEXT NOT NULL, at TEXT NOT NULL, id TEXT NOT NULL, jobId TEXT NOT NULL,
    PRIMARY KEY (device, team, at, id, jobId)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX formerDevicesOf ON formerDevices (jobId);

  INSERT INTO devices
    WITH codes AS (
      SELECT jobId, team, at, id, state,
        CASE WHEN json_valid(item) THEN json_extract(item, '$.status.locationCode') END AS location,
        CASE WHEN json_valid(item) THEN json_extract(item, '$.status.progressCode') END AS progress
      FROM jobs
    )
    SELECT jobId,
      CASE
        WHEN location = 'Returned' THEN 'returned'
        WHEN progress IN ('Started', 'InProgress') THEN 'in-progress'
        WHEN progress IN ('Complete', 'Success') THEN 'done'
        WHEN progress = 'SuccessWithErrors' THEN 'done-with-errors'
        WHEN progress IN ('DeviceError', 'InvalidSignature', 'MissingSignature', 'MissingDevice', 'UnsupportedDeviceType',
          'UnsupportedFileFormat', 'UnsupportedPowerSupply') THEN 'rejected'
        WHEN location = 'AtAWS' THEN 'received'
        ELSE 'not-shipped'
      END,
      team, at, id, CASE WHEN state = 'created' AND location IS NOT 'Returned' THEN at ELSE '' END
    FROM codes;
  `,
  `
  CREATE TABLE teams (name TEXT PRIMARY KEY, item TEXT NOT NULL, sum TEXT NOT NULL) STRICT;
  -- Which team lists a member, a key or a bucket. It leads to the team, whose item counts.
  CREATE TABLE teamThings (thing TEXT PRIMARY KEY, team TEXT NOT NULL) STRICT, WITHOUT ROWID;
  -- Templates and addresses.
  CREATE TABLE teamBelongings (
    team TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, item TEXT NOT NULL, sum TEXT NOT NULL,
    PRIMARY KEY (team, kind, name)
  ) STRICT;
  -- How many jobs a team with a quota has made on a day.
  CREATE TABLE teamDays (team TEXT NOT NULL, day TEXT NOT NULL, item TEXT NOT NULL, sum TEXT NOT NULL,
    PRIMARY KEY (team, day)
  ) STRICT;
  `,
  `
  -- The jobs whose device is at the depot, and since when.
  CREATE TABLE depotDevices (jobId TEXT PRIMARY KEY, since TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX depotDevicesBySince ON depotDevices (since, jobId);
  INSERT INTO depotDevices
    WITH steps AS (
      SELECT jobId,
        CASE WHEN json_valid(item) THEN json_extract(item, '$.events[0].at') END AS since,
        CASE WHEN json_valid(item) THEN json_extract(item, '$.events[#-1].type') END AS last
      FROM depotJobs
    )
    SELECT jobId, since FROM steps WHERE since IS NOT NULL AND last IS NOT 'returned';
  `,
  `
  -- The events of a job. The item itself shows which they are; one that is damaged has no job.
  CREATE INDEX historyByJob ON history (CASE WHEN json_valid(item) THEN json_extract(item, '$.jobId') END)
    WHERE CASE WHEN json_valid(item) THEN json_extract(item, '$.jobId') END IS NOT NULL;
  `,
  `
  -- What is in the archive already, and is not a file yet.
  CREATE TABLE archiveQueue (name TEXT PRIMARY KEY, item TEXT NOT NULL, sum TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `,
]

/** The form that this Waybill reads and writes. */
export const FORM = FORMS.length

/** Distinguishes a database of Waybill from any other (`PRAGMA application_id`): "WBil". */
export const APPLICATION_ID = 0x5742_696c
