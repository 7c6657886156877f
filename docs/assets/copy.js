// Of a session in a terminal, the button copies the commands alone: neither the prompts nor the output.
document.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest("[data-clipboard-target]");
    const code = button && document.querySelector(button.dataset.clipboardTarget);
    if (!code || !code.closest(".language-console")) return;
    const copy = code.cloneNode(true);
    copy.querySelectorAll(".gp, .go").forEach((part) => part.remove());
    button.dataset.clipboardText = copy.textContent.split("\n").filter((line) => line.trim()).join("\n");
  },
  { capture: true },
);
