"use strict";
(() => {
  const FOLD_THRESHOLD = 20; // a longer list is folded
  const FOLDED_COUNT = 10; // to its first items
  const THEMES = ["auto", "light", "dark"];
  const THEME_KEY = "preclear-theme";
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const select = (selector, parent = document) => [...parent.querySelectorAll(selector)];
  const formatNumber = (number) => number.toLocaleString("en");

  // The theme is set before anything is painted. Storage can be off, for example in a sandbox.
  const storage = {
    read() { try { return localStorage.getItem(THEME_KEY); } catch { return null; } },
    write(value) { try { localStorage.setItem(THEME_KEY, value); } catch { /* the choice lasts for this view */ } },
  };
  const setTheme = (theme) => {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
  };
  let theme = THEMES.includes(storage.read()) ? storage.read() : "auto";
  setTheme(theme);
  root.classList.add("js");

  const makeElement = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  // A list of elements of which those that match are shown, and the first few of them if there are many.
  class FoldedList {
    constructor(container, items) {
      this.container = container;
      this.items = items;
      this.isExpanded = false;
      this.button = null;
    }

    update() {
      const matches = this.items.filter((item) => item.isMatch);
      const limit = this.isExpanded || matches.length <= FOLD_THRESHOLD ? matches.length : FOLDED_COUNT;
      matches.forEach((item, position) => item.element.classList.toggle("folded", position >= limit));
      this.showButton(limit < matches.length ? matches.length : 0);
      return matches.length;
    }

    showButton(count) {
      if (!this.button && count) {
        this.button = makeElement("button", { type: "button", className: "plain show-all" });
        this.button.addEventListener("click", () => {
          this.isExpanded = true;
          const next = this.items.find((item) => item.element.classList.contains("folded"));
          this.update();
          const focusable = next?.element.matches("[tabindex]") ? next.element : next?.element.querySelector("a, summary");
          focusable?.focus({ preventScroll: true });
        });
        this.container.after(this.button);
      }
      if (!this.button) return;
      this.button.hidden = !count;
      this.button.textContent = `Show all ${formatNumber(count)}`;
    }
  }

  const start = () => {
    const search = byId("search");
    const findings = select("article.finding").map((element) => ({ element, isMatch: true, data: element.dataset }));
    const resources = select(".resource").map((element) => ({ element, isMatch: true, data: element.dataset }));
    const anchorOf = (item) => item.element.id.slice(2, 18); // the fingerprint; a number follows it if it's taken
    const textOf = (item) => (item.text ??= item.element.textContent.toLowerCase());
    let resourceFilter = null; // the resource whose findings are shown, and their anchors
    const checkedValues = (name) => new Set(select(`input[name="${name}"]:checked`).map((input) => input.value));

    for (const { element } of findings) {
      const place = element.querySelector(".place code");
      const label = `Copy ${place.textContent}`;
      place.after(makeElement("button", { type: "button", className: "copy", textContent: "Copy", ariaLabel: label }));
    }

    for (const more of select('[data-findings]:not([data-findings=""]) .found .more')) {
      more.replaceChildren(makeElement("button", { type: "button", textContent: more.textContent }));
    }

    // Plan
    const tables = select("details.resources").map((element) => {
      const rows = new Set(select(".resource", element));
      return { element, list: new FoldedList(element.querySelector("table"), resources.filter((item) => rows.has(item.element))) };
    });
    const plans = select("details.plan").map((element) => ({
      element, isMatch: true, isOpen: element.open, resources: resources.filter((item) => element.contains(item.element)),
    }));
    const planList = plans.length ? new FoldedList(byId("plans"), plans) : null;
    let isPlanFiltered = false;

    // Findings: groups are made of the elements that are there, which move
    const rules = select("section.rule").map((element) => ({
      element, title: element.dataset.title, severity: element.dataset.severity, items: select("article.finding", element),
    }));
    const itemsByElement = new Map(findings.map((item) => [item.element, item]));
    let groups = [];

    const ruleGroups = () => rules.map(({ element, title, severity, items }) => {
      const container = element.querySelector(".items");
      container.append(...items);
      return { element, title, severity, list: new FoldedList(container, items.map((item) => itemsByElement.get(item))) };
    });

    const describeResource = ({ data }) => `${data.type} ${data.name}`.trim();

    const findResources = () => {
      const found = new Map(); // the first resource of each finding
      for (const resource of resources) {
        for (const fingerprint of resource.data.findings.split(" ")) {
          if (!found.has(fingerprint)) found.set(fingerprint, resource);
        }
      }
      return found;
    };

    const groupKeys = {
      file: () => (item) => ({ key: item.data.path, title: item.data.path, order: 0 }),
      resource: () => {
        const found = findResources();
        const order = new Map(resources.map((resource, position) => [resource, position]));
        return (item) => {
          const resource = found.get(anchorOf(item));
          if (!resource) return { key: "", title: "Other parts of the documents", order: Infinity };
          return {
            key: resource.element.id, title: describeResource(resource),
            order: order.get(resource), anchor: `#${resource.element.id}`,
          };
        };
      },
    };

    const placeOf = (item) => item.element.querySelector(".place code").textContent.match(/\d+/g).slice(-2).map(Number);

    const sortByPlace = (items) => {
      const places = new Map(items.map((item) => [item, placeOf(item)]));
      const compare = ([lineA, columnA], [lineB, columnB]) => lineA - lineB || columnA - columnB;
      items.sort((a, b) => compare(places.get(a), places.get(b)));
    };

    const makeGroup = (entry, number) => {
      const title = makeElement("code", { textContent: entry.title });
      const heading = makeElement("h3", {}, entry.anchor ? makeElement("a", { href: entry.anchor }, title) : title);
      const container = makeElement("div", { className: "items" });
      sortByPlace(entry.items);
      container.append(...entry.items.map((item) => item.element));
      const element = makeElement("section", { className: "group", id: `group-${number + 1}` }, heading, container);
      const severities = entry.items.map((item) => item.data.severity);
      const severity = ["error", "warning", "info"].find((name) => severities.includes(name));
      return { element, title: entry.title, severity, list: new FoldedList(container, entry.items) };
    };

    const keyGroups = (mode) => {
      const keyOf = groupKeys[mode]();
      const entries = new Map();
      for (const item of findings) {
        const key = keyOf(item);
        if (!entries.has(key.key)) entries.set(key.key, { ...key, items: [] });
        entries.get(key.key).items.push(item);
      }
      return [...entries.values()].sort((a, b) => a.order - b.order || (a.key < b.key ? -1 : 1)).map(makeGroup);
    };

    const regroup = (mode) => {
      groups.forEach((group) => group.list.button?.remove());
      root.dataset.group = mode;
      groups = mode === "rule" ? ruleGroups() : keyGroups(mode);
      byId("groups").replaceChildren(...(mode === "rule" ? [] : groups.map((group) => group.element)));
      if (mode !== "rule") rules.forEach((rule) => rule.element.classList.remove("filtered"));
      update();
    };

    const listGroups = (counts) => {
      byId("groups-nav").replaceChildren(...groups.filter((_, number) => counts[number]).map((group, number) => {
        const link = makeElement("a", { href: `#${group.element.id}`, className: group.severity },
          makeElement("span", { textContent: group.title }), " ", makeElement("b"));
        return makeElement("li", {}, link);
      }));
      select("#groups-nav b").forEach((element, number) => {
        element.textContent = formatNumber(counts.filter(Boolean)[number]);
      });
    };

    // Filters
    const setMatches = (items, isMatch) => {
      let count = 0;
      for (const item of items) {
        item.isMatch = isMatch(item);
        item.element.classList.toggle("filtered", !item.isMatch);
        count += item.isMatch;
      }
      return count;
    };

    const filterPlan = (words) => {
      const [statuses, types] = [checkedValues("status"), checkedValues("type")];
      const count = setMatches(resources, (item) => (!statuses.size || statuses.has(item.data.status))
        && (!types.size || types.has(item.data.type)) && words.every((word) => textOf(item).includes(word)));
      tables.forEach(({ element, list }) => element.classList.toggle("filtered", !list.update()));
      setMatches(plans, (plan) => plan.resources.some((item) => item.isMatch));
      planList?.update();
      const isFiltered = count < resources.length;
      if (isFiltered || isPlanFiltered) plans.forEach((plan) => { plan.element.open = isFiltered || plan.isOpen; });
      isPlanFiltered = isFiltered;
      return count;
    };

    const filterFindings = (words) => {
      const severities = checkedValues("severity");
      const fixes = new Set([...checkedValues("fix")].flatMap((levels) => levels.split(" ")));
      const count = setMatches(findings, (item) => (!severities.size || severities.has(item.data.severity))
        && (!fixes.size || fixes.has(item.data.fix))
        && (!resourceFilter || resourceFilter.anchors.has(anchorOf(item))) && words.every((word) => textOf(item).includes(word)));
      const counts = groups.map((group) => group.list.update());
      groups.forEach((group, number) => group.element.classList.toggle("filtered", !counts[number]));
      listGroups(counts);
      return count;
    };

    const describeCount = (output, count, total, noun) => {
      if (output) output.textContent = count === total ? "" : `Showing ${formatNumber(count)} of ${formatNumber(total)} ${noun}`;
    };

    const update = () => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      describeCount(byId("plan-count"), filterPlan(words), resources.length, "resources");
      if (!findings.length) return;
      const count = filterFindings(words);
      describeCount(byId("finding-count"), count, findings.length, "findings");
      byId("no-match").hidden = count > 0;
    };

    const filterByResource = (resource) => {
      const button = byId("resource-filter");
      resourceFilter = resource && { anchors: new Set(resource.data.findings.split(" ")) };
      button.hidden = !resource;
      button.textContent = resource ? `${describeResource(resource)} ×` : "";
      button.ariaLabel = resource ? `Show the findings of all resources, not only of ${describeResource(resource)}` : null;
    };

    const clearFilters = () => {
      search.value = "";
      filterByResource(null);
      select(".chip input").forEach((input) => { input.checked = false; });
      update();
    };

    // A link can lead to something that is filtered or folded
    const reveal = () => {
      const target = location.hash.length > 1 && byId(decodeURIComponent(location.hash.slice(1)));
      if (!target) return;
      if (target.matches(".filtered, .filtered *")) clearFilters();
      const lists = [planList, ...[...tables, ...groups].map((owner) => owner.list)];
      const isAround = ({ element }) => element.matches(".folded") && element.contains(target);
      for (const list of lists.filter((list) => list?.items.some(isAround))) {
        list.isExpanded = true;
        list.update();
      }
      for (let parent = target.parentElement; parent; parent = parent.parentElement) {
        if (parent.tagName === "DETAILS") parent.open = true;
      }
      target.scrollIntoView();
    };

    // Keyboard
    const move = (step) => {
      const visible = select("article.finding:not(.filtered, .folded)");
      if (!visible.length) return;
      const current = document.activeElement.closest?.("article.finding");
      let next = current ? visible.indexOf(current) + step : visible.findIndex((element) => element.getBoundingClientRect().bottom > 80);
      next = Math.min(Math.max(next, 0), visible.length - 1);
      visible[next].focus({ preventScroll: true });
      visible[next].scrollIntoView({ block: "nearest" });
    };

    const copyPlace = async (button) => {
      try {
        await navigator.clipboard.writeText(button.previousElementSibling.textContent);
        button.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(button.previousElementSibling);
        button.textContent = "Selected";
      }
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    };

    const isOnFinding = () => document.activeElement.matches?.("article.finding");
    const keys = {
      "/": () => { search.focus(); search.select(); },
      j: () => move(1),
      k: () => move(-1),
      ArrowDown: () => isOnFinding() && move(1),
      ArrowUp: () => isOnFinding() && move(-1),
      c: () => isOnFinding() && copyPlace(document.activeElement.querySelector(".copy")),
      Escape: () => { clearFilters(); document.activeElement.blur(); },
    };

    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const isTyping = document.activeElement === search;
      if (!Object.hasOwn(keys, event.key) || (isTyping && event.key !== "Escape")) return;
      if (keys[event.key]() !== false) event.preventDefault();
    });

    search.addEventListener("input", update);
    document.addEventListener("change", (event) => {
      if (event.target.name === "group") regroup(event.target.value);
      else update();
    });
    document.addEventListener("click", (event) => {
      if (event.target.matches?.(".copy")) copyPlace(event.target);
      if (event.target.id === "reset") clearFilters();
      if (event.target.id === "resource-filter") {
        filterByResource(null);
        update();
      }
      if (event.target.matches?.(".more button")) {
        const element = event.target.closest(".resource");
        clearFilters();
        filterByResource(resources.find((item) => item.element === element));
        update();
        byId("findings").scrollIntoView();
        byId("resource-filter").focus({ preventScroll: true });
      }
    });
    byId("theme").addEventListener("click", () => {
      theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
      storage.write(theme);
      setTheme(theme);
      byId("theme-name").textContent = theme;
    });
    byId("theme-name").textContent = theme;
    addEventListener("hashchange", reveal);
    addEventListener("beforeprint", () => select("details:not([open])").forEach((element) => {
      element.open = true;
      element.classList.add("opened-to-print");
    }));
    addEventListener("afterprint", () => select(".opened-to-print").forEach((element) => {
      element.open = false;
      element.classList.remove("opened-to-print");
    }));

    if (findings.length) regroup("rule");
    else update();
    reveal();
  };

  document.addEventListener("DOMContentLoaded", start);
})();
