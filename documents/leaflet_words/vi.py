"""The words of the leaflet in Vietnamese. Japanese names stand between ⟦ and ⟧."""

from documents.leaflet_words import Labelled, LeafletWords

WORDS = LeafletWords(
    title="Nơi tư vấn về cuộc sống hằng ngày",
    headline=("Lo lắng về điện, ga, nước?", "Đừng chịu đựng một mình,", "hãy nói với chúng tôi."),
    lead=("Chưa biết bắt đầu từ đâu cũng không sao.", "Bạn cứ kể những gì bạn muốn kể."),
    promises=(
        Labelled("Miễn phí", "Tư vấn không mất tiền"),
        Labelled("Giữ kín", "Chuyện của bạn được giữ cẩn thận"),
        Labelled("Cả gia đình", "Không cần nói tên cũng được"),
    ),
    phone_label="Hãy gọi cho chúng tôi",
    hours_label="Giờ làm việc",
    closed_label="Ngày nghỉ",
    no_phone="Nếu bạn ngại gọi điện, hãy đến thẳng quầy hoặc liên hệ bằng các cách dưới đây.",
    fax_label="Fax",
    email_label="E-mail",
    address_label="Địa chỉ",
    access_label="Đường đi",
    postal_mark="〒",
    flow_heading="Sau khi bạn liên hệ",
    flow=(
        Labelled("Chúng tôi lắng nghe", "Qua điện thoại hoặc tại quầy. Chúng tôi cũng có thể đến nhà bạn."),
        Labelled("Cùng sắp xếp lại mọi việc", "Nhân viên tư vấn cùng bạn nghĩ xem nên làm gì trước."),
        Labelled("Cùng chọn bước tiếp theo", "Bạn cùng chúng tôi chọn chế độ và cách giúp phù hợp."),
        Labelled("Tiếp tục ở bên bạn", "Có thể cùng bạn đi làm thủ tục, đến khi cuộc sống ổn định."),
    ),
    topics_heading="Mọi người thường nói với chúng tôi về",
    topics=(
        Labelled("Chi tiêu", "Nhiều khoản phải trả, khó xoay xở"),
        Labelled("Công việc", "Ít việc đi, chưa tìm được việc"),
        Labelled("Nhà ở", "Lo tiền nhà, muốn chuyển nhà"),
        Labelled("Nợ", "Lúc nào cũng nghĩ đến tiền phải trả"),
        Labelled("Sức khỏe", "Cơ thể hay tinh thần không khỏe"),
        Labelled("Gia đình", "Chăm người thân, nuôi con, chuyện nhà"),
    ),
    support_heading="Một số cách chúng tôi có thể giúp",
    support=(
        Labelled(
            "Trợ cấp tiền nhà",
            "(⟦住居確保給付金⟧) Hỗ trợ tiền nhà trong một thời gian khi bạn mất việc và khó trả tiền nhà.",
        ),
        Labelled(
            "Giúp quản lý chi tiêu",
            "(⟦家計改善支援⟧) Cùng xem lại tiền vào tiền ra, nên trả gì trước, nói với công ty thế nào.",
        ),
        Labelled(
            "Chuẩn bị đi làm",
            "(⟦就労準備支援⟧) Nếu bạn còn lo việc đi làm, ta bắt đầu từng bước nhỏ, từ nếp sinh hoạt.",
        ),
    ),
    support_note="Mỗi chế độ có điều kiện riêng. Nhân viên sẽ cùng bạn xem bạn dùng được chế độ nào.",
    bring_heading="Không cần mang gì theo",
    bring="Bạn cứ đến tay không. Nếu có hóa đơn hay giấy báo, hãy mang theo, chưa mở ra cũng được.",
    stop_heading="Nếu giấy báo ghi ngày bị cắt",
    stop="Trước hết hãy cho chúng tôi biết ngày điện, ga hoặc nước bị cắt. Chúng tôi sẽ sớm nghe bạn nói.",
    danger="Khi nguy hiểm đến tính mạng (khó thở, lơ mơ), hãy gọi ngay 119 để có xe cấp cứu.",
    code_label="Mã tờ giấy",
    code_note="Bạn cho biết mã này thì tốt, không nói cũng được. Mã không chứa tên hay thông tin của bạn.",
    qr_title="Mã QR của tờ giấy",
    run_by="Đơn vị phụ trách",
)
