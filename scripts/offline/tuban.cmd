@echo off
rem tuban: runs with the Node.js beside it; nothing has to be installed.
if "%~1"=="" goto alone
:run
"%~dp0node\node.exe" --max-semi-space-size=16 "%~dp0bin\tuban.cjs" %*
exit /b %errorlevel%
:alone
rem A double click starts "cmd /c ...tuban.cmd": then the window stays, and tuban is a command in it.
set "TUBAN_LINE=%cmdcmdline:"=%"
if "%TUBAN_LINE:tuban.cmd=%"=="%TUBAN_LINE%" goto run
set "TUBAN_LINE="
set "PATH=%~dp0;%PATH%"
if exist "%USERPROFILE%\Documents" cd /d "%USERPROFILE%\Documents"
"%~dp0node\node.exe" "%~dp0bin\tuban.cjs" --help
"%ComSpec%" /k
