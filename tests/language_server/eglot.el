;;; eglot.el --- Run by test_settings.py: opens a document with the settings of docs/editors.md, and writes what it sees.

(require 'json)
(require 'yaml-mode)
(load (expand-file-name "settings.el"))
(require 'eglot)

(find-file "openapi.yaml")
(call-interactively 'eglot)
(let ((tries 0))
  (while (and (< tries 600) (null (flymake-diagnostics)))
    (accept-process-output nil 0.05)
    (setq tries (1+ tries))))

(let* ((findings
        (mapcar (lambda (finding)
                  `((line . ,(line-number-at-pos (flymake-diagnostic-beg finding)))
                    (text . ,(flymake-diagnostic-text finding))))
                (flymake-diagnostics)))
       (place (progn
                (goto-char (point-min))
                (search-forward "get:")
                (backward-char 2)
                (eglot--pos-to-lsp-position)))
       (actions
        (mapcar (lambda (action) (plist-get action :title))
                (jsonrpc-request (eglot--current-server-or-lose)
                                 :textDocument/codeAction
                                 (list :textDocument (eglot--TextDocumentIdentifier)
                                       :range (list :start place :end place)
                                       :context '(:diagnostics []))))))
  (with-temp-file "seen.json"
    (insert (json-encode `((findings . ,(vconcat findings)) (actions . ,(vconcat actions)))))))
(eglot-shutdown (eglot--current-server-or-lose))
