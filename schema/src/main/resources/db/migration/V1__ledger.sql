-- The ledger: what was received, decided, scored, sent and announced.
-- Instants are timestamptz and come from the workers; enumerations are text with a CHECK.
-- Lease columns are the same everywhere: the owner, a token that fences one claim from the next, and the end.

create table study (
    study_instance_uid text primary key check (study_instance_uid ~ '^[0-9.]{1,64}$'),
    patient_key        text        not null check (patient_key ~ '^[0-9a-f]{64}$'),
    accession_number   text        not null check (length(accession_number) <= 64),
    latest_revision    integer     not null check (latest_revision >= 1),
    identity_conflict  boolean     not null default false,
    first_seen_at      timestamptz not null
);
comment on table study is 'One row per Study Instance UID of which at least one object was received.';
comment on column study.patient_key is 'SHA-256 of Patient ID and its issuer: tells two patients apart without holding who they are.';
comment on column study.identity_conflict is 'Objects of two patients were received: the study is never scored.';
create index study_by_accession on study (accession_number) where accession_number <> '';

create table model (
    id                    bigint generated always as identity primary key,
    name                  text        not null,
    version               text        not null,
    checkpoint_sha256     text        not null check (checkpoint_sha256 ~ '^[0-9a-f]{64}$'),
    code_version          text        not null,
    preprocessing_version text        not null,
    thresholds_version    text        not null,
    description           text        not null,
    first_used_at         timestamptz not null,
    unique (name, version, checkpoint_sha256, code_version, preprocessing_version, thresholds_version)
);
comment on table model is 'Every combination of model, code, preprocessing and thresholds that made a result.';

create table study_revision (
    study_instance_uid text        not null references study,
    revision           integer     not null check (revision >= 1),
    state              text        not null check (state in ('RECEIVING', 'ASSEMBLED', 'SCORED', 'DELIVERED', 'INELIGIBLE', 'FAILED')),
    state_at           timestamptz not null,
    priority           text        not null check (priority in ('URGENT', 'ROUTINE', 'BACKFILL')),
    priority_rank      smallint    not null generated always as
        (case priority when 'URGENT' then 0 when 'ROUTINE' then 1 else 2 end) stored,
    instances          integer     not null check (instances >= 0),
    first_image_at     timestamptz not null,
    last_image_at      timestamptz not null,
    due_at             timestamptz not null,
    attempts           integer     not null default 0,
    requested_model    text,
    partial            boolean     not null default false,
    assembly_reason    text        not null default '',
    assembled_at       timestamptz,
    ineligible_code    text check (ineligible_code ~ '^[A-Z0-9_]{1,40}$'),
    ineligible_text    text,
    failure_code       integer,
    failure_detail     text,
    failed_in          text check (failed_in in ('RECEIVING', 'ASSEMBLED', 'SCORED')),
    model_id           bigint references model,
    triage_priority    text        not null default 'NONE' check (triage_priority in ('URGENT', 'ROUTINE', 'NONE')),
    suspicion          double precision not null default 0 check (suspicion >= 0 and suspicion <= 1),
    device             text,
    scored_at          timestamptz,
    delivered_at       timestamptz,
    lease_owner        text,
    lease_token        bigint      not null default 0,
    lease_until        timestamptz,
    primary key (study_instance_uid, revision),
    check ((state = 'INELIGIBLE') = (ineligible_code is not null)),
    check ((state = 'FAILED') = (failed_in is not null)),
    check (state <> 'FAILED' or failure_code is not null),
    check (state not in ('SCORED', 'DELIVERED') or (scored_at is not null and model_id is not null)),
    check ((state = 'DELIVERED') = (delivered_at is not null))
);
comment on table study_revision is 'The queue itself: one row per revision of a study and where it is.';
comment on column study_revision.instances is 'Objects of the study when this revision last received one; a change tells an assembler to look again.';
comment on column study_revision.due_at is 'RECEIVING: when it is decided; ASSEMBLED: when it may be claimed (again).';
comment on column study_revision.failure_code is 'With FAILED its cause, otherwise the cause of the latest retry.';
create index study_revision_receiving on study_revision (due_at) where state = 'RECEIVING';
create index study_revision_assembled on study_revision (priority_rank, last_image_at) where state = 'ASSEMBLED';
create index study_revision_failed on study_revision (state_at) where state = 'FAILED';
-- URGENT sorts after ROUTINE, so descending order is reading order.
create index study_revision_result on study_revision (triage_priority desc, suspicion desc, last_image_at) where state in ('SCORED', 'DELIVERED');
create index study_revision_settled on study_revision (state_at) where state in ('DELIVERED', 'INELIGIBLE');
create index study_revision_leased on study_revision (lease_owner) where lease_owner is not null;

create table instance (
    sop_instance_uid    text primary key check (sop_instance_uid ~ '^[0-9.]{1,64}$'),
    study_instance_uid  text        not null references study deferrable initially deferred,
    series_instance_uid text        not null check (series_instance_uid ~ '^[0-9.]{1,64}$'),
    sop_class_uid       text        not null check (sop_class_uid ~ '^[0-9.]{1,64}$'),
    transfer_syntax_uid text        not null check (transfer_syntax_uid ~ '^[0-9.]{1,64}$'),
    revision            integer     not null,
    spool_id            text        collate "C" not null unique check (spool_id ~ '^[a-z0-9_-]{1,80}$'),
    sha256              text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
    length_bytes        bigint      not null check (length_bytes >= 0),
    decision            text        not null check (decision ~ '^[A-Z0-9_]{1,40}$'),
    slot                text check (slot ~ '^[A-Z0-9]{1,8}$'),
    candidate           boolean     not null,
    decision_reason     text        not null,
    header              json        not null,
    origin              text        not null,
    received_at         timestamptz not null,
    released_at         timestamptz
);
comment on table instance is 'Every object that was received and acknowledged, with the decision about it.';
comment on column instance.revision is 'The revision it arrived in; it takes part in this one and all later ones.';
comment on column instance.sha256 is 'Of the data set as received, without preamble and file meta information.';
comment on column instance.header is 'The attributes that assembling needs, as DICOM JSON (PS3.18 F).';
comment on column instance.received_at is 'Of the copy that spool_id points to: later than the first one if it came again after its pixels were given up.';
comment on column instance.released_at is 'Retention gave the file up; null: spool_id points to a file that must exist.';
create index instance_by_study on instance (study_instance_uid, received_at);
create index instance_held on instance (received_at) where released_at is null;

create table revision_image (
    study_instance_uid text     not null,
    revision           integer  not null,
    ordinal            smallint not null,
    sop_instance_uid   text     not null references instance,
    slot               text     not null,
    primary key (study_instance_uid, revision, ordinal),
    foreign key (study_instance_uid, revision) references study_revision
);
comment on table revision_image is 'The images that a revision was assembled from.';

create table finding (
    study_instance_uid text     not null,
    revision           integer  not null,
    ordinal            smallint not null,
    finding            text     not null,
    laterality         text check (laterality in ('LEFT', 'RIGHT')),
    sop_instance_uid   text,
    score              double precision not null check (score >= 0 and score <= 1),
    threshold          double precision not null check (threshold >= 0 and threshold <= 1),
    present            boolean  not null,
    primary key (study_instance_uid, revision, ordinal),
    foreign key (study_instance_uid, revision) references study_revision
);
comment on table finding is 'Scores. With an image: of that image; with a laterality only: of the breast; with neither: of the study.';

create table output_object (
    sop_instance_uid    text primary key check (sop_instance_uid ~ '^[0-9.]{1,64}$'),
    study_instance_uid  text    not null,
    revision            integer not null,
    series_instance_uid text    not null,
    sop_class_uid       text    not null,
    transfer_syntax_uid text    not null,
    kind                text    not null check (kind in ('SECONDARY_CAPTURE', 'MAMMOGRAPHY_CAD_SR', 'TID1500_SR')),
    ordinal             smallint not null,
    source_instance_uid text,
    spool_id            text    not null unique check (spool_id ~ '^[a-z0-9_-]{1,80}$'),
    sha256              text    not null check (sha256 ~ '^[0-9a-f]{64}$'),
    length_bytes        bigint  not null check (length_bytes >= 0),
    made_at             timestamptz not null,
    released_at         timestamptz,
    foreign key (study_instance_uid, revision) references study_revision
);
comment on table output_object is 'Objects that we made; their UIDs are derived, so making them again gives the same ones.';
create index output_object_by_revision on output_object (study_instance_uid, revision, ordinal);
create index output_object_held on output_object (made_at) where released_at is null;

create table shipment (
    study_instance_uid text        not null,
    revision           integer     not null,
    destination        text        not null check (destination ~ '^[A-Za-z0-9._-]{1,64}$'),
    priority_rank      smallint    not null,
    open               boolean     not null default true,
    due_at             timestamptz not null,
    created_at         timestamptz not null,
    lease_owner        text,
    lease_token        bigint      not null default 0,
    lease_until        timestamptz,
    primary key (study_instance_uid, revision, destination),
    foreign key (study_instance_uid, revision) references study_revision
);
comment on table shipment is 'All objects of one revision for one destination: what a sender leases.';
comment on column shipment.due_at is 'The earliest due_at of its pending deliveries.';
create index shipment_open on shipment (destination, priority_rank, created_at) where open;
create index shipment_leased on shipment (lease_owner) where lease_owner is not null;

create table delivery (
    id                 bigint generated always as identity primary key,
    study_instance_uid text        not null,
    revision           integer     not null,
    destination        text        not null,
    sop_instance_uid   text        not null references output_object,
    state              text        not null check (state in ('PENDING', 'DELIVERED', 'DEAD')),
    attempts           integer     not null default 0,
    due_at             timestamptz not null,
    answer             text        not null default '',
    failure_code       integer,
    failure_detail     text,
    created_at         timestamptz not null,
    state_at           timestamptz not null,
    unique (study_instance_uid, revision, destination, sop_instance_uid),
    foreign key (study_instance_uid, revision, destination) references shipment,
    check (state <> 'DEAD' or failure_code is not null)
);
comment on table delivery is 'One object on its way to one destination.';
comment on column delivery.answer is 'What the destination answered last, for example 0000H.';
create index delivery_unsettled on delivery (destination, state) where state <> 'DELIVERED';

create table outbox (
    id                 bigint generated always as identity primary key,
    event_id           uuid        not null unique default gen_random_uuid(),
    study_instance_uid text        not null,
    revision           integer     not null,
    state              text        not null,
    accession_number   text        not null,
    reason             text,
    created_at         timestamptz not null,
    published_at       timestamptz,
    withdrawn_at       timestamptz,
    due_at             timestamptz not null,
    attempts           integer     not null default 0,
    lease_owner        text,
    lease_token        bigint      not null default 0,
    lease_until        timestamptz,
    foreign key (study_instance_uid, revision) references study_revision,
    check (published_at is null or withdrawn_at is null)
);
comment on table outbox is 'State changes to publish. Rows are written by a trigger on study_revision, so an event exists if and only if its state change is committed. The message is made of the revision when it is published; nothing that it tells of changes afterwards.';
comment on column outbox.withdrawn_at is 'No broker was configured when it would have been published; it never will be.';
create index outbox_unpublished on outbox (study_instance_uid, id) where published_at is null and withdrawn_at is null;
create index outbox_order on outbox (id) where published_at is null and withdrawn_at is null;
create index outbox_by_revision on outbox (study_instance_uid, revision);

create table kafka_inbox (
    event_id           uuid primary key,
    topic              text        not null,
    kafka_partition    integer     not null,
    kafka_offset       bigint      not null,
    study_instance_uid text        not null check (study_instance_uid ~ '^[0-9.]{1,64}$'),
    source             text        not null check (source ~ '^[A-Za-z0-9._-]{1,64}$'),
    priority           text        not null check (priority in ('URGENT', 'ROUTINE', 'BACKFILL')),
    priority_rank      smallint    not null generated always as
        (case priority when 'URGENT' then 0 when 'ROUTINE' then 1 else 2 end) stored,
    accession_number   text        not null,
    occurred_at        timestamptz not null,
    received_at        timestamptz not null,
    state              text        not null check (state in ('PENDING', 'RETRIEVING', 'FETCHED', 'NACK')),
    state_at           timestamptz not null,
    attempts           integer     not null default 0,
    due_at             timestamptz not null,
    instances          integer,
    failure_code       integer,
    failure_detail     text,
    lease_owner        text,
    lease_token        bigint      not null default 0,
    lease_until        timestamptz,
    check (state <> 'NACK' or failure_code is not null)
);
comment on table kafka_inbox is 'Announced studies, each event id once, and how far fetching them is.';
create index kafka_inbox_open on kafka_inbox (priority_rank, received_at) where state in ('PENDING', 'RETRIEVING');
create index kafka_inbox_rejected on kafka_inbox (state_at) where state = 'NACK';
create index kafka_inbox_by_study on kafka_inbox (study_instance_uid);
create index kafka_inbox_by_accession on kafka_inbox (accession_number) where accession_number <> '';

create table quarantine (
    id                 bigint generated always as identity primary key,
    at                 timestamptz not null,
    code               integer     not null,
    detail             text        not null,
    origin             text        not null,
    study_instance_uid text,
    sop_instance_uid   text,
    spool_id           text        collate "C" unique check (spool_id ~ '^[a-z0-9_-]{1,80}$'),
    released_at        timestamptz,
    topic              text,
    kafka_partition    integer,
    kafka_offset       bigint,
    unique (topic, kafka_partition, kafka_offset)
);
comment on table quarantine is 'Bad input that was set aside, with its numbered reason.';
create index quarantine_by_study on quarantine (study_instance_uid);

create table audit (
    id                 bigint generated always as identity primary key,
    at                 timestamptz not null,
    action             text        not null check (action ~ '^[A-Z0-9_]{1,40}$'),
    actor              text        not null,
    study_instance_uid text,
    detail             text        not null
);
comment on table audit is 'Who did what; no patient data.';
create index audit_by_study on audit (study_instance_uid, id);
