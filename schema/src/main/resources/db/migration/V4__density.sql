-- What a density classifier says about an exam, if the findings file names one.

alter table study_revision
    add column density_a double precision,
    add column density_b double precision,
    add column density_c double precision,
    add column density_d double precision,
    add constraint study_revision_density check (
        num_nulls(density_a, density_b, density_c, density_d) = 4
        or (num_nulls(density_a, density_b, density_c, density_d) = 0
            and least(density_a, density_b, density_c, density_d) >= 0
            and greatest(density_a, density_b, density_c, density_d) <= 1));
comment on column study_revision.density_a is
    'Probability of density category A (fatty), the mean over the scored images; B, C and D (extremely dense) beside it. Null: not asked.';
