-- The two rules that the database keeps by itself.

create function announce_state() returns trigger language plpgsql as $$
begin
    insert into outbox (study_instance_uid, revision, state, accession_number, reason, created_at, due_at)
    select new.study_instance_uid, new.revision, new.state, s.accession_number,
           case new.state when 'INELIGIBLE' then new.ineligible_code when 'FAILED' then new.failure_code::text end,
           new.state_at, new.state_at
      from study s where s.study_instance_uid = new.study_instance_uid;
    return null;
end $$;
comment on function announce_state() is 'Puts the event of a state change into the outbox.';

create trigger announce_state_change after update of state on study_revision for each row
    when (old.state <> new.state and new.state in ('SCORED', 'DELIVERED', 'INELIGIBLE', 'FAILED'))
    execute function announce_state();
create trigger announce_first_state after insert on study_revision for each row
    when (new.state in ('SCORED', 'DELIVERED', 'INELIGIBLE', 'FAILED'))
    execute function announce_state();

-- Records one object in one round trip. The unique key of instance decides between concurrent copies; the row of the
-- study is locked before the row of its latest revision, here and wherever both are needed.
create function record_instance(
    p_study text, p_series text, p_instance text,
    p_spool text, p_sha256 text, p_length bigint, p_transfer_syntax text, p_sop_class text,
    p_decision text, p_slot text, p_candidate boolean, p_reason text,
    p_patient text, p_accession text, p_header json, p_origin text, p_priority text,
    p_received_at timestamptz, p_decide_at timestamptz,
    out receipt text, out in_revision integer, out conflict boolean)
language plpgsql as $$
declare
    s         study%rowtype;
    r         study_revision%rowtype;
    known     instance%rowtype;
    v_created boolean;
    v_urgent  text;
begin
    insert into instance (sop_instance_uid, study_instance_uid, series_instance_uid, sop_class_uid, transfer_syntax_uid,
                          revision, spool_id, sha256, length_bytes, decision, slot, candidate, decision_reason, header,
                          origin, received_at)
    values (p_instance, p_study, p_series, p_sop_class, p_transfer_syntax,
            1, p_spool, p_sha256, p_length, p_decision, p_slot, p_candidate, p_reason, p_header,
            p_origin, p_received_at)
    on conflict (sop_instance_uid) do nothing;

    if not found then
        select * into strict known from instance where sop_instance_uid = p_instance;
        in_revision := known.revision;
        select identity_conflict into strict conflict from study where study_instance_uid = known.study_instance_uid;
        if known.study_instance_uid = p_study and known.sha256 = p_sha256 then
            receipt := 'DUPLICATE';
            if known.spool_id = p_spool then
                -- The caller did not hear our first answer and asks again about the very file that we point to.
                receipt := 'NEW';
            elsif known.released_at is not null then
                -- Retention had given the pixels up; now they are back, and kept as long as newly received ones.
                receipt := 'NEW';
                update instance set spool_id = p_spool, transfer_syntax_uid = p_transfer_syntax, released_at = null,
                       received_at = p_received_at
                 where sop_instance_uid = p_instance;
            end if;
        else
            receipt := 'CONFLICT';
            insert into audit (at, action, actor, study_instance_uid, detail)
            values (p_received_at, 'INSTANCE_CONFLICT', p_origin, known.study_instance_uid,
                    'other content for a known SOP Instance UID; the first copy is kept: ' || p_instance);
        end if;
        return;
    end if;

    receipt := 'NEW';
    conflict := false;
    insert into study as t (study_instance_uid, patient_key, accession_number, latest_revision, first_seen_at)
    values (p_study, p_patient, p_accession, 1, p_received_at)
    on conflict (study_instance_uid) do update
       set accession_number = case when t.accession_number = '' then excluded.accession_number else t.accession_number end
    returning t.*, (t.xmax = 0) into s.study_instance_uid, s.patient_key, s.accession_number, s.latest_revision,
        s.identity_conflict, s.first_seen_at, v_created;

    if v_created then
        in_revision := 1;
        insert into study_revision (study_instance_uid, revision, state, state_at, priority, instances,
                                    first_image_at, last_image_at, due_at)
        values (p_study, 1, 'RECEIVING', p_received_at, p_priority, 1, p_received_at, p_received_at, p_decide_at);
        return;
    end if;

    select * into strict r from study_revision
     where study_instance_uid = p_study and revision = s.latest_revision for update;
    v_urgent := case when 'URGENT' in (r.priority, p_priority) then 'URGENT'
                     when 'ROUTINE' in (r.priority, p_priority) then 'ROUTINE' else 'BACKFILL' end;
    in_revision := s.latest_revision;

    if s.patient_key <> p_patient or s.identity_conflict then
        conflict := true;
        if not s.identity_conflict then
            update study set identity_conflict = true where study_instance_uid = p_study;
            insert into quarantine (at, code, detail, origin, study_instance_uid, sop_instance_uid)
            values (p_received_at, 2002, 'a second patient in one study', p_origin, p_study, p_instance);
            insert into audit (at, action, actor, study_instance_uid, detail)
            values (p_received_at, 'IDENTITY_CONFLICT', p_origin, p_study, 'a second patient: ' || p_instance);
            if r.state in ('RECEIVING', 'ASSEMBLED', 'FAILED') then
                update study_revision
                   set state = 'FAILED', state_at = p_received_at, failed_in = coalesce(r.failed_in, r.state),
                       failure_code = 2002, failure_detail = 'a second patient in one study',
                       lease_owner = null, lease_until = null, lease_token = lease_token + 1
                 where study_instance_uid = p_study and revision = r.revision;
            else
                in_revision := r.revision + 1;
                insert into study_revision (study_instance_uid, revision, state, state_at, priority, instances,
                                            first_image_at, last_image_at, due_at, failed_in, failure_code, failure_detail)
                values (p_study, in_revision, 'FAILED', p_received_at, v_urgent, r.instances,
                        p_received_at, p_received_at, p_received_at, 'RECEIVING', 2002, 'a second patient in one study');
                update study set latest_revision = in_revision where study_instance_uid = p_study;
            end if;
        end if;
        update study_revision set instances = instances + 1
         where study_instance_uid = p_study and revision = in_revision;
    elsif r.state = 'RECEIVING' then
        update study_revision
           set instances = instances + 1,
               priority = v_urgent,
               last_image_at = case when p_candidate then greatest(last_image_at, p_received_at) else last_image_at end,
               due_at = case when p_candidate then p_decide_at else due_at end
         where study_instance_uid = p_study and revision = r.revision;
    elsif p_candidate then
        in_revision := r.revision + 1;
        insert into study_revision (study_instance_uid, revision, state, state_at, priority, instances,
                                    first_image_at, last_image_at, due_at)
        values (p_study, in_revision, 'RECEIVING', p_received_at, v_urgent, r.instances + 1,
                p_received_at, p_received_at, p_decide_at);
        update study set latest_revision = in_revision where study_instance_uid = p_study;
    else
        update study_revision set instances = instances + 1
         where study_instance_uid = p_study and revision = r.revision;
    end if;

    if in_revision <> 1 then
        update instance set revision = in_revision where sop_instance_uid = p_instance;
    end if;
end $$;
comment on function record_instance is 'Records one received object: NEW, DUPLICATE or CONFLICT; fills or opens a revision.';
