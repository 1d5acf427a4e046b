-- What decides a finding, beside its version: a file edited without a new version is another model row.

alter table model add column findings_sha256 text check (findings_sha256 ~ '^[0-9a-f]{64}$');
comment on column model.findings_sha256 is
    'SHA-256 over the findings file and the model files it names; null: recorded before this column was there.';

do $$
declare
    identity text;
begin
    select conname into strict identity from pg_constraint where conrelid = 'model'::regclass and contype = 'u';
    execute format('alter table model drop constraint %I', identity);
end
$$;
alter table model add constraint model_identity unique
    (name, version, checkpoint_sha256, code_version, preprocessing_version, thresholds_version, findings_sha256);
