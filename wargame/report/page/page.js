(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("live");

  // Tabs: one first page at a time. Without this script all of them stand one below the other.
  var bar = document.querySelector(".tabs");
  var tabs = bar ? Array.prototype.slice.call(bar.querySelectorAll("a")) : [];
  function panel(tab) { return document.getElementById(tab.getAttribute("href").slice(1)); }
  function choose(tab, focus) {
    tabs.forEach(function (one) {
      var on = one === tab;
      one.setAttribute("aria-selected", on ? "true" : "false");
      one.tabIndex = on ? 0 : -1;
      panel(one).classList.toggle("away", !on);
    });
    if (focus) { tab.focus(); }
  }
  if (tabs.length > 1) {
    bar.setAttribute("role", "tablist");
    tabs.forEach(function (tab, number) {
      var page = panel(tab);
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", page.id);
      page.setAttribute("role", "tabpanel");
      page.setAttribute("aria-labelledby", tab.id);
      tab.addEventListener("click", function (event) { event.preventDefault(); choose(tab, false); });
      tab.addEventListener("keydown", function (event) {
        var step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        if (event.key === "Home") { choose(tabs[0], true); event.preventDefault(); }
        else if (event.key === "End") { choose(tabs[tabs.length - 1], true); event.preventDefault(); }
        else if (event.key === " ") { choose(tab, true); event.preventDefault(); }
        else if (step) { choose(tabs[(number + step + tabs.length) % tabs.length], true); event.preventDefault(); }
      });
    });
    var named = tabs.filter(function (tab) { return tab.getAttribute("href") === location.hash; })[0];
    choose(named || tabs[0], false);
  }

  // Sorting: figures as numbers, words as words; what is not there comes last either way.
  function key(cell) {
    var first = cell.firstChild && cell.firstChild.nodeType === 3 ? cell.firstChild.nodeValue : cell.textContent;
    var text = (first || "").trim();
    var plain = text.replace(/\u2212/g, "-").replace(/[,%+<\s]/g, "");
    if (text === "" || text === "–") { return null; }
    return /^-?[\d.]+$/.test(plain) ? parseFloat(plain) : text.toLowerCase();
  }
  function compare(a, b) {
    if (typeof a === "number" && typeof b === "number") { return a - b; }
    return String(a).localeCompare(String(b), undefined, { numeric: true });
  }
  Array.prototype.forEach.call(document.querySelectorAll("table.sorts"), function (table) {
    if (table.querySelector("[rowspan]") || table.tBodies[0].rows.length < 2) { return; }
    var heads = Array.prototype.slice.call(table.tHead.rows[0].cells);
    heads.forEach(function (head, column) {
      var button = document.createElement("button");
      button.type = "button";
      while (head.firstChild) { button.appendChild(head.firstChild); }
      head.appendChild(button);
      button.addEventListener("click", function () {
        var down = head.getAttribute("aria-sort") === "descending" ? false : head.getAttribute("aria-sort") === "ascending" ? true : head.classList.contains("num");
        heads.forEach(function (one) { one.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        var rows = Array.prototype.slice.call(table.tBodies[0].rows).map(function (row, place) { return [key(row.cells[column]), place, row]; });
        rows.sort(function (a, b) {
          if (a[0] === null || b[0] === null) { return (a[0] === null) - (b[0] === null) || a[1] - b[1]; }
          return (down ? -1 : 1) * compare(a[0], b[0]) || a[1] - b[1];
        });
        rows.forEach(function (row) { table.tBodies[0].appendChild(row[2]); });
      });
    });
  });

  // The register: ordered and filtered by what the reader is after.
  Array.prototype.forEach.call(document.querySelectorAll(".register"), function (box, place) {
    var list = box.querySelector(".findings");
    var items = Array.prototype.slice.call(list.children);
    var weight = { High: 0, Medium: 1, Low: 2, "For information": 3 };
    function number(name) { return function (a, b) { return parseFloat(b.dataset[name]) - parseFloat(a.dataset[name]); }; }
    var orders = [
      ["highest severity first", function (a, b) { return weight[a.dataset.severity] - weight[b.dataset.severity]; }],
      ["most money first", number("size")],
      ["most frequent first", number("often")],
      ["by clause", function (a, b) { return (a.dataset.clause || "~").localeCompare(b.dataset.clause || "~", undefined, { numeric: true }); }],
      ["by kind", function (a, b) { return a.dataset.check.localeCompare(b.dataset.check); }]
    ];
    function field(words, element) {
      var label = document.createElement("label");
      label.appendChild(document.createTextNode(words + " "));
      label.appendChild(element);
      bar.appendChild(label);
      return element;
    }
    function select(options) {
      var element = document.createElement("select");
      options.forEach(function (words) {
        var option = document.createElement("option");
        option.textContent = words;
        element.appendChild(option);
      });
      return element;
    }
    var bar = document.createElement("div");
    bar.className = "controls";
    var order = field("Order", select(orders.map(function (one) { return one[0]; })));
    var kinds = items.map(function (item) { return item.dataset.check; }).filter(function (kind, at, all) { return all.indexOf(kind) === at; }).sort();
    var kind = field("Kind", select(["all kinds"].concat(kinds)));
    var search = field("Find", document.createElement("input"));
    search.type = "search";
    var said = document.createElement("output");
    said.setAttribute("aria-live", "polite");
    bar.appendChild(said);
    box.insertBefore(bar, list);
    function apply() {
      var wanted = search.value.trim().toLowerCase(), shown = 0;
      items.slice().sort(function (a, b) { return orders[order.selectedIndex][1](a, b) || items.indexOf(a) - items.indexOf(b); }).forEach(function (item) {
        var fits = (kind.selectedIndex === 0 || item.dataset.check === kind.value) && item.textContent.toLowerCase().indexOf(wanted) >= 0;
        item.hidden = !fits;
        shown += fits ? 1 : 0;
        list.appendChild(item);
      });
      said.textContent = shown + " of " + items.length;
    }
    [order, kind].forEach(function (one) { one.addEventListener("change", apply); });
    search.addEventListener("input", apply);
    apply();
  });
})();
