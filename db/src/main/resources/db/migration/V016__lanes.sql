-- Background work in lanes: each lane takes its own tasks only, and those first whose owners have
-- the fewest running. Owner of the table: db. An older node goes on writing and reading it, but for
-- the mails that a newer one queues: those it leaves, after a failure, to the next newer one.
alter table scheduled_tasks
  -- the account for which the task is done; 0 where the hub does it for itself
  add column owner bigint not null default 0;

update scheduled_tasks t set owner = r.namespace_id
from delivery d
join webhook w on w.id = d.webhook_id
join repository r on r.id = w.repository_id
where t.task_name = 'webhook-delivery' and d.id = t.task_instance::uuid;

create index scheduled_tasks_waiting on scheduled_tasks (task_name, owner, execution_time)
  where not picked;
create index scheduled_tasks_running on scheduled_tasks (task_name, owner) where picked;
create index scheduled_tasks_failing on scheduled_tasks (task_name)
  where consecutive_failures > 0 and not picked;
