// What pages do better with a script. Each page works without this file.
(() => {
  'use strict';

  const live = () => document.getElementById('live');
  const say = (text) => {
    const region = live();
    if (region) {
      region.textContent = '';
      requestAnimationFrame(() => { region.textContent = text; });
    }
  };

  // ---- Copy: data-copy holds the text. Pages over plain http have no clipboard API.
  const toClipboard = async (text) => {
    if (navigator.clipboard && window.isSecureContext) {
      await navigator.clipboard.writeText(text);
      return;
    }
    const area = document.createElement('textarea');
    area.value = text;
    area.setAttribute('readonly', '');
    area.className = 'visually-hidden';
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  };

  const showCopied = (button) => {
    const use = button.querySelector('use');
    const before = use && use.getAttribute('href');
    const word = button.querySelector('[data-word]');
    const said = word && word.textContent;
    button.classList.add('done');
    if (use) use.setAttribute('href', before.replace(/#.*/, '#check-lg'));
    if (word) word.textContent = document.body.dataset.copiedWord;
    setTimeout(() => {
      button.classList.remove('done');
      if (use) use.setAttribute('href', before);
      if (word) word.textContent = said;
    }, 2000);
  };

  document.addEventListener('click', async (event) => {
    const button = event.target.closest('[data-copy]');
    if (!button || button.classList.contains('done')) return;
    const focused = document.activeElement;
    await toClipboard(button.dataset.copy);
    if (focused) focused.focus();
    showCopied(button);
    say(`${document.body.dataset.copied} ${button.dataset.copy}`);
  });

  // ---- Menus: one open at a time; Esc closes it and gives the focus back
  document.addEventListener('click', (event) => {
    for (const menu of document.querySelectorAll('details.menu[open]')) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    for (const menu of document.querySelectorAll('details.menu[open]')) {
      menu.open = false;
      menu.querySelector('summary').focus();
    }
  });

  // ---- What was done stands over the page until it is closed, or for a while; the cross is a link without a script
  for (const away of document.querySelectorAll('[data-away]')) {
    const notice = away.closest('.notice');
    away.addEventListener('click', (event) => {
      event.preventDefault();
      notice.remove();
    });
    let waiting;
    const wait = () => { waiting = setTimeout(() => notice.remove(), 8000); };
    for (const stay of ['pointerenter', 'focusin']) notice.addEventListener(stay, () => clearTimeout(waiting));
    for (const leave of ['pointerleave', 'focusout']) notice.addEventListener(leave, () => { clearTimeout(waiting); wait(); });
    wait();
  }

  // ---- Keys: data-key names the one that focuses a field
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest('input, textarea, select, [contenteditable], dialog')) return;
    for (const field of document.querySelectorAll('[data-key]')) {
      if (field.dataset.key === event.key && field.offsetParent !== null) {
        event.preventDefault();
        field.focus();
        field.select();
        return;
      }
    }
  });

  // ---- Show a password: <button data-peek="id" data-hide="Hide …">
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-peek]');
    if (!button) return;
    const field = document.getElementById(button.dataset.peek);
    const shown = field.type === 'text';
    field.type = shown ? 'password' : 'text';
    button.setAttribute('aria-pressed', String(!shown));
    const use = button.querySelector('use');
    if (use) use.setAttribute('href', use.getAttribute('href').replace(/#.*/, shown ? '#eye' : '#eye-slash'));
    field.focus();
  });

  // ---- Take what was suggested: <button data-fill="id">text</button>
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-fill]');
    if (!button) return;
    const field = document.getElementById(button.dataset.fill);
    field.value = button.textContent;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.focus();
  });

  // ---- A button that may be used again after a while: <button data-wait="60" data-wait-text="Send again in {0} s">
  const countDown = (button) => {
    let left = Number(button.dataset.wait);
    if (!(left > 0)) return;
    const label = button.textContent;
    button.disabled = true;
    const tick = () => {
      if (left <= 0) {
        button.disabled = false;
        button.textContent = label;
        return;
      }
      button.textContent = button.dataset.waitText.replace('{0}', left);
      left -= 1;
      setTimeout(tick, 1000);
    };
    tick();
  };

  // ---- A dialog that is a page without a script: <a data-dialog href>; the page holds [data-dialog-body]
  document.addEventListener('click', async (event) => {
    const link = event.target.closest('a[data-dialog]');
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      const answer = await fetch(link.href, { credentials: 'same-origin' });
      const body = answer.ok && !answer.redirected
        && new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-dialog-body]');
      if (!body) {
        location.assign(link.href);
        return;
      }
      const dialog = document.createElement('dialog');
      dialog.className = 'sheet-dialog';
      dialog.append(document.importNode(body, true));
      const title = dialog.querySelector('h1, h2');
      if (title) dialog.setAttribute('aria-labelledby', title.id);
      document.body.append(dialog);
      dialog.addEventListener('close', () => {
        dialog.remove();
        link.focus();
      });
      dialog.showModal();
      enhance(dialog);
      const safe = dialog.querySelector('[data-close]');
      if (safe) safe.focus();
      return;
    }
    const close = event.target.closest('dialog [data-close]');
    if (close) {
      event.preventDefault();
      close.closest('dialog').close();
    }
  });

  // ---- A button that waits until a name is typed: <input data-typed="ns/name"> unlocks <button data-unlocked>
  const unlocks = (field) => {
    const button = field.form && field.form.querySelector('[data-unlocked]');
    if (!button) return;
    const check = () => { button.disabled = field.value.trim() !== field.dataset.typed; };
    field.addEventListener('input', check);
    check();
  };

  // ---- Forms that apply when a choice is made: <select data-submit>
  document.addEventListener('change', (event) => {
    const control = event.target.closest('[data-submit]');
    if (control && control.form) control.form.requestSubmit();
  });

  // ---- Counting characters: <textarea data-count="id" maxlength>, <span id data-text="{0} of {1}">
  const counts = (field) => {
    const shown = document.getElementById(field.dataset.count);
    if (!shown) return;
    const count = () => {
      shown.textContent = shown.dataset.text.replace('{0}', field.value.length).replace('{1}', field.maxLength);
    };
    field.addEventListener('input', count);
    count();
  };

  // ---- Times: the reader's own zone in the title
  const localTime = (time) => {
    const at = new Date(time.dateTime);
    if (Number.isNaN(at.getTime())) return;
    time.title = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'long', timeStyle: 'long' }).format(at);
  };

  const enhance = (root) => {
    for (const time of root.querySelectorAll('time[data-ago]')) localTime(time);
    for (const button of root.querySelectorAll('[data-wait]')) countDown(button);
    for (const field of root.querySelectorAll('[data-typed]')) unlocks(field);
    for (const field of root.querySelectorAll('[data-count]')) counts(field);
    for (const readme of root.querySelectorAll('[data-copy-label]')) copies(readme);
    for (const chosen of root.querySelectorAll('.nav-tabs [aria-current], .sidenav [aria-current]')) inSight(chosen);
  };

  // ---- Code in an overview gets the button that copies it, without the prompts
  const copies = (readme) => {
    const icon = document.querySelector('use[href*="icons"]');
    if (!icon) return;
    for (const pre of readme.querySelectorAll('pre')) {
      const box = document.createElement('div');
      box.className = 'coded';
      pre.replaceWith(box);
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'copyx';
      button.setAttribute('aria-label', readme.dataset.copyLabel);
      button.dataset.copy = pre.textContent.replace(/^\$ /gm, '').trimEnd();
      const svg = icon.closest('svg').cloneNode(true);
      svg.setAttribute('class', 'bi');
      svg.querySelector('use').setAttribute('href', icon.getAttribute('href').replace(/#.*/, '#copy'));
      button.append(svg);
      box.append(pre, button);
    }
  };

  // ---- Where tabs scroll, the chosen one is in sight
  const inSight = (chosen) => {
    const strip = chosen.closest('ul, nav');
    strip.scrollLeft += chosen.getBoundingClientRect().right - strip.getBoundingClientRect().right + 48;
  };

  // ---- The list of wrong fields goes when none is wrong any more
  document.addEventListener('htmx:afterSettle', () => {
    const faults = document.querySelector('[data-faults]');
    if (faults && !document.querySelector('.feedback.bad')) faults.remove();
  });

  // ---- htmx: the form token goes along as a header
  document.addEventListener('htmx:configRequest', (event) => {
    const header = document.querySelector('meta[name="csrf-header"]');
    const token = document.querySelector('meta[name="csrf-token"]');
    if (header && token) event.detail.headers[header.content] = token.content;
  });
  document.addEventListener('htmx:load', (event) => enhance(event.detail.elt));

  enhance(document);
  // After a form came back with mistakes the first of them has the focus.
  const wrong = document.querySelector('form [aria-invalid="true"]');
  if (wrong) wrong.focus();
})();
