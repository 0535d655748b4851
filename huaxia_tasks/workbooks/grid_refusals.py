"""Why a file cannot be read, in words for the unit that sent it.

One function per cause.  Each says what is wrong and what to do; ``detail`` is for the log only.
"""

from __future__ import annotations

from .book import Unreadable

_AGAIN = "请用 Excel 或 WPS 表格重新打开、另存为 .xlsx 后再报送。"


def empty() -> Unreadable:
    """Return the refusal of a file of zero bytes."""
    return Unreadable("empty", "文件是空的（0 字节），没有任何内容。请重新复制或上传一次。")


def placeholder(detail: str = "") -> Unreadable:
    """Return the refusal of a file whose bytes were never fetched from the cloud disk."""
    return Unreadable(
        "placeholder",
        "文件只有名字、没有内容（网盘尚未下载完整，或复制中断）。"
        "请在网盘中选择“始终保留在本机”或下载完成后，再重新放入。",
        detail,
    )


def damaged(detail: str = "", where: str = "") -> Unreadable:
    """Return the refusal of a file that is cut off or broken."""
    place = f"（{where}）" if where else ""
    return Unreadable("damaged", f"文件不完整或已损坏{place}，无法读取。{_AGAIN}", detail)


def encrypted(detail: str = "") -> Unreadable:
    """Return the refusal of a workbook with a password to open.

    One that is only protected is encrypted as well, with a password of Excel's own: that is read.
    """
    return Unreadable(
        "encrypted",
        "文件设有打开密码，无法读取。请打开后取消密码再报送："
        "Excel 为“文件→信息→保护工作簿→用密码进行加密”，WPS 为“文件→文档加密→密码加密”，"
        "把密码清空，然后保存为 .xlsx。请不要把密码发给我们。",
        detail,
    )


def secured(detail: str = "") -> Unreadable:
    """Return the refusal of a file wrapped by a document security system."""
    return Unreadable(
        "secured",
        "文件被文档安全（加密）软件加密，在本机打不开。请在原电脑上用该软件“解密”或申请外发，"
        "得到明文的 .xlsx 后再报送。",
        detail,
    )


def unknown_binary(detail: str = "") -> Unreadable:
    """Return the refusal of bytes that no format explains."""
    return Unreadable(
        "secured",
        "文件内容无法识别：可能被文档安全（加密）软件加密，也可能已损坏。"
        "请在原电脑上确认能用 Excel 或 WPS 打开，解密后另存为 .xlsx 再报送。",
        detail,
    )


def not_a_workbook(what: str, detail: str = "") -> Unreadable:
    """Return the refusal of something else: `what` names it (Word 文档, PDF 文件 ...)."""
    return Unreadable(
        "not-a-workbook",
        f"这不是表格文件，而是{what}。请把内容填入表格，另存为 .xlsx 后再报送。",
        detail,
    )


def archive(what: str) -> Unreadable:
    """Return the refusal of a packed archive: it is not opened."""
    return Unreadable(
        "archive",
        f"这是{what}，不会自动解压。请解压后把其中的表格（.xlsx）直接放入，压缩包请移走。",
    )


def letter() -> Unreadable:
    """Return the refusal of a letter as a mail program saves it: its attachments are not opened."""
    return Unreadable(
        "not-a-workbook",
        "这是一封邮件（.eml），不是表格，附件没有打开。请用邮件软件打开，把附件里的表格（.xlsx）另存后报送。",
    )


def other_format(what: str) -> Unreadable:
    """Return the refusal of a table in a format that is not read."""
    return Unreadable(
        "other-format",
        f"这是{what}，本系统不读这种格式。请用 Excel 或 WPS 表格打开，另存为 .xlsx 后再报送。",
    )


def no_reader(detail: str = "") -> Unreadable:
    """Return the refusal of an old format where its reader cannot be started here."""
    return Unreadable(
        "no-reader",
        "旧格式（.xls、.et、.xlsb）的读取程序在本机没有启动成功。"
        "请用 Excel 或 WPS 表格打开，另存为 .xlsx 后再报送。",
        detail,
    )


#: Reasons that lie in the machine at this moment: another time the same content may be read.
PASSING = frozenset({"interrupted", "no-reader", "busy"})


def interrupted(detail: str = "") -> Unreadable:
    """Return the refusal of a file whose reader was ended or held up from outside."""
    return Unreadable(
        "interrupted",
        "读这个文件时读取程序被系统中断或停住了（可能是本机内存不足或太忙），这次没有读到。"
        "下次运行会再读；如果一再如此，请用 Excel 或 WPS 表格打开，另存为 .xlsx 后再报送。",
        detail,
    )


def too_large(what: str, detail: str = "") -> Unreadable:
    """Return the refusal of a file that would cost too much; `what` says which limit."""
    return Unreadable(
        "too-large",
        f"文件超出限度（{what}），没有读取。常见原因是整列设置了格式、粘贴了大图或其他数据。"
        "请新建一个工作簿，只复制需要报送的清单，保存为 .xlsx 后再报送。",
        detail,
    )


def too_many_rows(count: int, most: int) -> Unreadable:
    """Return the refusal of lists with more rows than any unit has matters."""
    return Unreadable(
        "too-large",
        f"清单的行数过多（共 {count} 行，上限 {most} 行），没有读取。"
        "请核对是否粘贴了整库数据或拖拽填充过多；一件事项填一行，删去多余的行，保存为 .xlsx 后再报送。",
    )


def too_much_text(detail: str = "") -> Unreadable:
    """Return the refusal of lists with more text in their cells than anybody writes."""
    return Unreadable(
        "too-large",
        "清单单元格里的文字总量过大，没有读取。"
        "请核对是否把整篇材料粘进了单位、时限、备注等栏；各栏只写简要内容，保存为 .xlsx 后再报送。",
        detail,
    )


def unsafe(detail: str = "") -> Unreadable:
    """Return the refusal of a file built in a way that no office program writes."""
    return Unreadable(
        "unsafe",
        f"文件内部结构异常（不是 Excel 或 WPS 正常保存的样子），为安全起见没有读取。{_AGAIN}",
        detail,
    )


def no_sheets() -> Unreadable:
    """Return the refusal of a workbook without any worksheet."""
    return Unreadable("no-sheets", f"工作簿里没有任何工作表（只有图表或宏表）。{_AGAIN}")


def unknown_text(detail: str = "") -> Unreadable:
    """Return the refusal of a text file whose characters cannot be told."""
    return Unreadable(
        "encoding",
        f"文本文件的文字编码无法辨认（可能混用了两种编码），读出来会是乱码。{_AGAIN}",
        detail,
    )


def broken_quotes(line: int) -> Unreadable:
    """Return the refusal of a CSV file whose quotation marks do not pair."""
    return Unreadable(
        "damaged", f"文本表格第 {line} 行附近的双引号不成对，无法分清各列。{_AGAIN}", "csv quotes"
    )


def busy(detail: str = "") -> Unreadable:
    """Return the refusal of a file that is being saved or copied at this moment."""
    return Unreadable(
        "busy", "文件正在保存或复制中，这次没有读取。请稍候，下次运行会再读。", detail
    )


def no_permission(detail: str = "") -> Unreadable:
    """Return the refusal of a file that this account may not read."""
    return Unreadable(
        "no-permission",
        "没有读取这个文件的权限（或正被其他程序独占打开）。请关闭文件，并检查共享文件夹的权限。",
        detail,
    )


def our_fault(detail: str) -> Unreadable:
    """Return what to say of a file over which the program itself stumbled."""
    return Unreadable(
        "our-fault",
        f"程序读这份文件时自身出错（{detail}），不是报送单位的问题。请把这份文件发给维护人员；"
        "急用时可把内容复制到下发的表格里重新报送。",
        detail,
    )


def strange(what: str) -> Unreadable:
    """Return the refusal of something that is no ordinary file; it is never opened."""
    return Unreadable(
        "strange",
        f"这不是普通文件，而是{what}，为安全起见没有打开。请放入文件本身。",
    )
